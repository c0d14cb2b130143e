package io.gitscaler.policy;

/**
 * Names an object in the policy's namespace, as {@code scaleTargetRef} or {@code describedObject} does.
 *
 * @param apiVersion {@code group/version}, or {@code version} for the core group
 */
public record TargetRef(String apiVersion, String kind, String name) {
  /** The API group; empty for the core group. */
  public String group() {
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }

  @Override
  public String toString() {
    return kind + "/" + name;
  }
}
