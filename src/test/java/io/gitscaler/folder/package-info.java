@NullMarked
package io.gitscaler.folder;

import org.jspecify.annotations.NullMarked;
