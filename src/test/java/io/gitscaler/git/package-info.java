/** Tests of the Git adapter against real servers. */
@NullMarked
package io.gitscaler.git;

import org.jspecify.annotations.NullMarked;
