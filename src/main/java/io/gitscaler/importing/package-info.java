/**
 * Turns what other autoscalers are told into policies: manifests of the HorizontalPodAutoscaler and the Custom Pod Autoscaler, and
 * what {@code kubectl autoscale} is asked. Works offline, from files; knows nothing of the cluster or the command line.
 */
@NullMarked
package io.gitscaler.importing;

import org.jspecify.annotations.NullMarked;
