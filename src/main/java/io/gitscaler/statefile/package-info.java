/**
 * How history and records are spelled, and how that is read again. Knows neither where they are kept nor who asks.
 */
@NullMarked
package io.gitscaler.statefile;

import org.jspecify.annotations.NullMarked;
