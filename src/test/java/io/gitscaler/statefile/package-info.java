/** Tests of how history and records are spelled. */
@NullMarked
package io.gitscaler.statefile;

import org.jspecify.annotations.NullMarked;
