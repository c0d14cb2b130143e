/** Tests of the launcher script, which is no Java and so has no package of its own in the main code. */
@NullMarked
package io.gitscaler.launcher;

import org.jspecify.annotations.NullMarked;
