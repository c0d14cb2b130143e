package io.gitscaler.cli.usecase;

/** Of which installation to tell how it is. */
public record StatusRequest(ClusterPlace cluster) {}
