package io.gitscaler.program;

/**
 * One answer of a metric program: the text it printed about a resource.
 *
 * @param resource name of the pod or of the target
 * @param value as printed, without the final line break
 */
public record ResourceValue(String resource, String value) {}
