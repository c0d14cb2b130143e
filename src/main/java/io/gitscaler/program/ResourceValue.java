package io.gitscaler.program;

/**
 * One answer of a metric program: the text it printed about a resource.
 *
 * @param resource name of the pod or of the target
 * @param value as printed, without the final line break
 * @param shown the same with {@code ***} in place of secrets
 */
public record ResourceValue(String resource, Verbatim value, String shown) {
  /** Whether it may be shown as it is. */
  public boolean isPublic() {
    return value.text().equals(shown);
  }
}
