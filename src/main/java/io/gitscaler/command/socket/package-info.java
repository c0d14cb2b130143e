/**
 * Programs in another process: {@code run} sends them over a Unix domain socket to a {@code program-runner} that holds no
 * credentials. Neither side trusts what the other says. Knows nothing of what programs are for.
 */
@NullMarked
package io.gitscaler.command.socket;

import org.jspecify.annotations.NullMarked;
