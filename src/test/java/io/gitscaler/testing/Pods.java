package io.gitscaler.testing;

import io.gitscaler.policy.Quantity;
import io.gitscaler.workload.PodSnapshot;
import io.gitscaler.workload.PodSnapshot.Container;
import io.gitscaler.workload.PodSnapshot.ReadyCondition;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Builds pods for tests. */
public final class Pods {
  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

  private Pods() {}

  /** A pod that has been running and ready for long, with a request of 100m cpu. */
  public static PodSnapshot running(String namespace, String name) {
    return new PodSnapshot(
        namespace,
        name,
        Map.of(),
        "Running",
        false,
        LONG_AGO,
        new ReadyCondition("True", LONG_AGO.plusSeconds(5)),
        List.of(new Container("app", Map.of("cpu", Quantity.ofMilli(100)), false)),
        List.of(),
        null,
        Map.of(),
        "{\"metadata\":{\"name\":\"" + name + "\"}}");
  }
}
