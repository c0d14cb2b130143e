package io.gitscaler.cli.usecase;

import io.gitscaler.policy.LoadedPolicies;

/**
 * The manifests that policies need.
 *
 * @param policies those that were read; the invalid ones among them need nothing
 * @param yaml documents that {@code kubectl apply} takes
 */
public record Manifests(LoadedPolicies policies, String yaml) {}
