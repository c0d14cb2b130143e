/** The decision, held against the HorizontalPodAutoscaler's cases and worked examples. */
@NullMarked
package io.gitscaler.decision;

import org.jspecify.annotations.NullMarked;
