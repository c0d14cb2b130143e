package io.gitscaler.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.gitscaler.policy.Shard;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The labels of everything that lives between runs. */
final class StateLabels {
  /** Its value is the state's name. */
  static final String STATE = "gitscaler.io/state";

  /** On a Lease: how many shards there are for the run that holds it, or held it last. Absent for one. */
  static final String SHARDS = "gitscaler.io/shards";

  static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  private StateLabels() {}

  static Map<String, String> of(String name) {
    return Map.of(MANAGED_BY, "gitscaler", STATE, name);
  }

  /** The labels of a Lease that a shard takes, with those that somebody else gave it. */
  static Map<String, String> of(String name, Shard shard, @Nullable Map<String, String> found) {
    Map<String, String> labels = new HashMap<>(found == null ? Map.of() : found);
    labels.putAll(of(name));
    labels.remove(SHARDS);
    if (shard.count() > 1) {
      labels.put(SHARDS, String.valueOf(shard.count()));
    }
    return labels;
  }

  static boolean on(HasMetadata object, String name) {
    return name.equals(value(object, STATE));
  }

  /** How many shards a Lease says there are; 0 where what it says is no number. */
  static int shards(HasMetadata lease) {
    String value = value(lease, SHARDS);
    if (value == null) {
      return 1;
    }
    return value.matches("[1-9][0-9]{0,2}") ? Integer.parseInt(value) : 0;
  }

  private static @Nullable String value(HasMetadata object, String label) {
    Map<String, String> labels = object.getMetadata().getLabels();
    return labels == null ? null : labels.get(label);
  }
}
