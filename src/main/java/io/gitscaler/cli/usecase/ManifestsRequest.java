package io.gitscaler.cli.usecase;

/**
 * For which policies, and for which installation.
 *
 * @param namespace where state, Lease and service account live
 * @param stateName names the installation within the namespace
 * @param shards how many runs share the policies
 * @param serviceAccount who gets the rights
 */
public record ManifestsRequest(
    PolicyPlace policies, String namespace, String stateName, int shards, String serviceAccount) {}
