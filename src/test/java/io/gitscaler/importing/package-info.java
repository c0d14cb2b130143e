/** Tests of what manifests of other autoscalers become. */
@NullMarked
package io.gitscaler.importing;

import org.jspecify.annotations.NullMarked;
