/**
 * What earlier runs recommended, did and left to do. Knows nothing of the place where it is kept.
 */
@NullMarked
package io.gitscaler.history;

import org.jspecify.annotations.NullMarked;
