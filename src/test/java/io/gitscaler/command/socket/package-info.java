/** The socket between runs and the runner of their programs, with real sockets and real processes. */
@NullMarked
package io.gitscaler.command.socket;

import org.jspecify.annotations.NullMarked;
