@NullMarked
package io.gitscaler.failure;

import org.jspecify.annotations.NullMarked;
