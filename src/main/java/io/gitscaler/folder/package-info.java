/** Folders below the temporary folder. Knows nothing of what they are for. */
@NullMarked
package io.gitscaler.folder;

import org.jspecify.annotations.NullMarked;
