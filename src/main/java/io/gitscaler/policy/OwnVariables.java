package io.gitscaler.policy;

import java.util.List;

/** Variables of gitscaler's own process that no program is given: they tell of its credentials, or are its settings. */
public final class OwnVariables {
  private static final List<String> BEGINNINGS = List.of("GITSCALER_", "KUBERNETES_", "KUBECONFIG");

  private OwnVariables() {}

  /** Whether this is such a name. */
  public static boolean holds(String name) {
    return BEGINNINGS.stream().anyMatch(name::startsWith);
  }
}
