package io.gitscaler.cli.usecase;

import io.gitscaler.policy.PolicyId;

/** Which policy to try. */
public record TryRequest(
    PolicyId policy, PolicyPlace policies, ClusterPlace cluster, ProgramSettings programs) {}
