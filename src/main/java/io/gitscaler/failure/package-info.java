/**
 * What can go wrong outside this process, in one shape that every step understands. JDK only.
 */
@NullMarked
package io.gitscaler.failure;

import org.jspecify.annotations.NullMarked;
