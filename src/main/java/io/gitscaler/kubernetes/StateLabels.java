package io.gitscaler.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;

/** The labels of everything that lives between runs. */
final class StateLabels {
  /** Its value is the state's name. */
  static final String STATE = "gitscaler.io/state";

  static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  private StateLabels() {}

  static Map<String, String> of(String name) {
    return Map.of(MANAGED_BY, "gitscaler", STATE, name);
  }

  static boolean on(HasMetadata object, String name) {
    Map<String, String> labels = object.getMetadata().getLabels();
    return labels != null && name.equals(labels.get(STATE));
  }
}
