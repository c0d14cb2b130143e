package io.gitscaler.policy;

import org.jspecify.annotations.Nullable;

/**
 * Names a metric of the custom or external metrics API.
 *
 * @param selector narrows the series; null means no restriction
 */
public record MetricIdentifier(String name, @Nullable LabelSelector selector) {}
