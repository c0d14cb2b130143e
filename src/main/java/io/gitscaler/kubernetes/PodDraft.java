package io.gitscaler.kubernetes;

import io.gitscaler.policy.Quantity;
import io.gitscaler.workload.PodSnapshot;
import io.gitscaler.workload.PodSnapshot.Container;
import io.gitscaler.workload.PodSnapshot.ReadyCondition;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was read of one pod so far, in whatever form it came; what is never read has the value here. */
final class PodDraft {
  String name = "";
  Map<String, String> labels = Map.of();
  private String phase = "Unknown";
  boolean terminating;
  @Nullable Instant startTime;
  List<Container> containers = List.of();
  List<Container> initContainers = List.of();
  @Nullable Map<String, Quantity> podLevelRequests;
  Map<String, Quantity> overhead = Map.of();
  private @Nullable ReadyCondition ready;

  /** Takes the phase; one that says nothing is unknown, too. */
  void phase(String text) {
    phase = text.isEmpty() ? phase : text;
  }

  /** Takes a condition into account; the first of type Ready counts. */
  void condition(String type, String status, @Nullable Instant lastTransition) {
    if (ready == null && type.equals("Ready")) {
      ready = new ReadyCondition(status, lastTransition);
    }
  }

  PodSnapshot snapshot(String namespace, @Nullable String document) {
    return new PodSnapshot(
        namespace,
        name,
        labels,
        phase,
        terminating,
        startTime,
        ready,
        containers,
        initContainers,
        podLevelRequests,
        overhead,
        document);
  }

  /** What many pods of a list have in common, only once. For one thread. */
  static final class Common {
    private final Shared shared = new Shared();
    private final Map<Map<String, String>, Map<String, Quantity>> quantities = new HashMap<>();

    <T> T one(T value) {
      return shared.one(value);
    }

    /** Amounts by resource name; what is no quantity is left out. */
    Map<String, Quantity> quantities(Map<String, String> texts) {
      return quantities.computeIfAbsent(texts, Common::parsed);
    }

    private static Map<String, Quantity> parsed(Map<String, String> texts) {
      Map<String, Quantity> parsed = new HashMap<>();
      texts.forEach(
          (resource, text) ->
              Quantity.parse(text).ifPresent(amount -> parsed.put(resource, amount)));
      return Map.copyOf(parsed);
    }
  }
}
