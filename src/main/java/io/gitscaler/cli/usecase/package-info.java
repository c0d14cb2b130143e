/**
 * What the commands ask for and what they are told, as plain values. Knows neither the command line's syntax nor any
 * adapter.
 */
@NullMarked
package io.gitscaler.cli.usecase;

import org.jspecify.annotations.NullMarked;
