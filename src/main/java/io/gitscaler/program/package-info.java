/**
 * What a team's program is given and what it answered. Knows neither processes nor HTTP nor JSON.
 */
@NullMarked
package io.gitscaler.program;

import org.jspecify.annotations.NullMarked;
