package io.gitscaler.metric;

import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.workload.Workload;

/** One metric of one policy to be read. */
public record MetricQuery(ScalingPolicy policy, Workload workload, MetricSpec spec) {}
