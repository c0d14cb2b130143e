package io.gitscaler.policy;

import java.util.Comparator;

/** The identity of a policy: {@code namespace/name}. The namespace is also the target's. */
public record PolicyId(String namespace, String name) implements Comparable<PolicyId> {
  private static final Comparator<PolicyId> ORDER =
      Comparator.comparing(PolicyId::namespace).thenComparing(PolicyId::name);

  /** Reads {@code namespace/name}; throws IllegalArgumentException for anything else. */
  public static PolicyId parse(String text) {
    int slash = text.indexOf('/');
    if (slash <= 0 || slash == text.length() - 1 || text.indexOf('/', slash + 1) >= 0) {
      throw new IllegalArgumentException("\"" + text + "\" is not of the form NAMESPACE/POLICY");
    }
    return new PolicyId(text.substring(0, slash), text.substring(slash + 1));
  }

  @Override
  public int compareTo(PolicyId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
