@NullMarked
package io.gitscaler;

import org.jspecify.annotations.NullMarked;
