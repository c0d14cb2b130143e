/**
 * Pure arithmetic and its reasons: no I/O, no clock, no logger, no static state.
 */
@NullMarked
package io.gitscaler.decision;

import org.jspecify.annotations.NullMarked;
