/** Where the process starts and the parts are put together; the only package that knows all others. */
@NullMarked
package io.gitscaler;

import org.jspecify.annotations.NullMarked;
