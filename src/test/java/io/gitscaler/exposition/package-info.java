/** Tests of metrics exposition. */
@NullMarked
package io.gitscaler.exposition;

import org.jspecify.annotations.NullMarked;
