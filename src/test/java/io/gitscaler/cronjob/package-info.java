/** The manifests of {@code cronjob/}: that they say what they should, and that clusters take them. */
@NullMarked
package io.gitscaler.cronjob;

import org.jspecify.annotations.NullMarked;
