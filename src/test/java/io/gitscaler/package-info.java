/** Tests of the whole: its structure, and what the parts do together. */
@NullMarked
package io.gitscaler;

import org.jspecify.annotations.NullMarked;
