/**
 * What was measured. "Unavailable" is data with a reason, never zero.
 */
@NullMarked
package io.gitscaler.metric;

import org.jspecify.annotations.NullMarked;
