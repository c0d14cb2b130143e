package io.gitscaler.policyfile;

import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.TargetRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Finds policies that claim the same identity or the same target. Nobody can tell which one is meant, so all of them are stopped;
 * the versions of an API are the same target.
 */
final class Duplicates {
  private record TargetKey(String namespace, String group, String kind, String name) {}

  private Duplicates() {}

  static void stop(List<DocumentReading> readings) {
    Map<PolicyId, List<DocumentReading>> byId = new LinkedHashMap<>();
    Map<TargetKey, List<DocumentReading>> byTarget = new LinkedHashMap<>();
    for (DocumentReading reading : readings) {
      PolicyId id = reading.id();
      TargetRef target = reading.target();
      if (id != null) {
        byId.computeIfAbsent(id, key -> new ArrayList<>()).add(reading);
        if (target != null) {
          TargetKey key =
              new TargetKey(id.namespace(), target.group(), target.kind(), target.name());
          byTarget.computeIfAbsent(key, it -> new ArrayList<>()).add(reading);
        }
      }
    }
    byId.forEach(Duplicates::sameIdentity);
    byTarget.forEach(Duplicates::sameTarget);
  }

  private static void sameIdentity(PolicyId id, List<DocumentReading> readings) {
    for (int i = 0; i < readings.size() && readings.size() > 1; i++) {
      DocumentReading reading = readings.get(i);
      String message =
          "The policy %s is also written at %s. Keep one of them."
              .formatted(id, readings.get(i == 0 ? 1 : 0).where());
      PolicyDocument.Metadata metadata = reading.document().metadata();
      if (metadata == null) {
        reading.stop(message);
      } else {
        reading.binding().problem(metadata, "name", message);
      }
    }
  }

  private static void sameTarget(TargetKey target, List<DocumentReading> readings) {
    TreeSet<PolicyId> ids = new TreeSet<>();
    readings.forEach(reading -> ids.add(id(reading)));
    if (ids.size() < 2) {
      return; // One policy written twice is reported as such.
    }
    for (DocumentReading reading : readings) {
      PolicyDocument.Spec spec = reading.document().spec();
      DocumentReading other =
          readings.stream().filter(it -> !id(it).equals(id(reading))).findFirst().orElseThrow();
      if (spec != null) {
        String message =
            "%s/%s is also the target of %s at %s. Keep one policy for each target."
                .formatted(target.kind(), target.name(), other.id(), other.where());
        reading.binding().problem(spec, "scaleTargetRef", message);
      }
    }
  }

  private static PolicyId id(DocumentReading reading) {
    return Objects.requireNonNull(reading.id());
  }
}
