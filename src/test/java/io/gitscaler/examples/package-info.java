/**
 * The example policies with their real programs, against stand-ins for the services that they ask.
 */
@NullMarked
package io.gitscaler.examples;

import org.jspecify.annotations.NullMarked;
