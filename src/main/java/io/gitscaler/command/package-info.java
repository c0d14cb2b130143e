/**
 * The team's programs: spells their input, runs them as processes or as HTTP requests within their limits, and reads
 * their answers. Knows neither clusters nor Git, and decides nothing.
 */
@NullMarked
package io.gitscaler.command;

import org.jspecify.annotations.NullMarked;
