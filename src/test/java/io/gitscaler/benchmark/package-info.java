/**
 * Measures the built distribution as a user starts it, on a real API server. Started by hand, never by a test: what it finds
 * depends on the machine.
 */
@NullMarked
package io.gitscaler.benchmark;

import org.jspecify.annotations.NullMarked;
