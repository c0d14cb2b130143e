package io.gitscaler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.history.Intent;
import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.RecordKind;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.history.ScalingHistory.Change;
import io.gitscaler.history.ScalingHistory.LastDecision;
import io.gitscaler.history.ScalingHistory.Recommended;
import io.gitscaler.history.StoredState;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.Shard;
import io.gitscaler.policy.TargetRef;
import io.gitscaler.statefile.StateParts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether the ConfigMaps that the Role names are enough for what an installation may come to hold. */
class StateRightsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00.123456Z");
  private static final int PASS_SECONDS = 15;

  /** What a record of a policy with two metrics takes; it carries the whole history. */
  private static final String RECORD = "x".repeat(4_000);

  /** Of the longest window and the longest period there are, a pass every 15 seconds, and a scaling in each of them. */
  private static final List<Recommended> ASKED =
      IntStream.rangeClosed(-3600 / PASS_SECONDS, 0)
          .mapToObj(pass -> new Recommended(NOW.plusSeconds((long) pass * PASS_SECONDS), 1234))
          .toList();

  private static final List<Change> CHANGED =
      IntStream.rangeClosed(-1800 / PASS_SECONDS, 0)
          .mapToObj(pass -> new Change(NOW.plusSeconds((long) pass * PASS_SECONDS), -1))
          .toList();

  @ParameterizedTest(name = "{0} policies, shard {1}, scaling {2}")
  @CsvSource({
    "10000, 0, announced",
    "10000, 7, queued",
    "500, 0, queued",
    "1, 0, announced",
    "10000, 7, queued twice",
    "500, 0, queued twice"
  })
  void theRoleNamesEveryConfigMapOfFullWindowsWhenAllScaleAtOnce(
      int policies, int shard, String scaling) {
    // Fewer shards than that, and this one would not be there; with more each holds less.
    Shard largest = new Shard(shard, shard + 1);
    Map<PolicyId, ScalingHistory> histories = new TreeMap<>();
    for (int i = 0; i < policies; i++) {
      PolicyId id = new PolicyId("namespace-" + i % 100, "deployment-" + i);
      if (largest.takes(id)) {
        histories.put(id, full(scaling.equals("announced") ? intent(id) : null));
      }
    }
    StoredState state = StoredState.EMPTY.withHistories(histories);
    if (scaling.startsWith("queued")) {
      // Twice is as much as may wait of each policy before anything is folded.
      int times = scaling.endsWith("twice") ? 2 : 1;
      state =
          state.withQueue(
              histories.keySet().stream()
                  .flatMap(id -> IntStream.range(0, times).mapToObj(time -> record(id, time)))
                  .toList());
    }
    Set<String> used =
        new StateParts(ConfigMapHome.PART_BYTES, new TreeMap<>())
            .changesTo(state).stream()
                .map(
                    change -> StateNames.part(StateNames.home("gitscaler", shard), change.number()))
                .collect(Collectors.toSet());

    for (String verb : List.of("get", "update", "delete")) {
      assertThat(named(verb, shard + 1, policies)).containsAll(used);
    }
    assertThat(used.size()).isGreaterThan(histories.size() / 150);
  }

  private static Set<String> named(String verb, int shards, int policies) {
    return ConfigMapHomes.rights("gitscaler", shards, policies).stream()
        .filter(right -> right.verb().equals(verb))
        .map(Right::name)
        .collect(Collectors.toSet());
  }

  private static ScalingHistory full(@Nullable Intent intent) {
    return new ScalingHistory(
        ASKED,
        CHANGED,
        false,
        NOW,
        "9f86d081884c7d65",
        null,
        false,
        null,
        new LastDecision(
            NOW,
            1234,
            1234,
            "WithinTolerance",
            "s".repeat(300),
            "unchanged",
            List.of(
                "ScaleDownStabilized 1234>1234",
                "ScaleUpLimit 1234>1234",
                "DesiredWithinRange 3>3"),
            List.of("r".repeat(150), "r".repeat(150))),
        intent,
        Map.of("WithinTolerance", 1200, "MetricAboveTarget", 14));
  }

  private static Intent intent(PolicyId id) {
    return new Intent(
        "20261122T090000Z-7f3a",
        NOW,
        new TargetRef("apps/v1", "Deployment", id.name()),
        "5b1f0a52-1f7e-4c55-9e0b-6a8d1c0e9f00",
        "123456789",
        1234,
        1235,
        record(id, 0));
  }

  private static QueuedRecord record(PolicyId id, int pass) {
    return new QueuedRecord(
        "20261122T090000Z-7f3a/179533800000" + pass + "/" + id + "/SCALED_UP",
        id,
        NOW,
        RecordKind.SCALED_UP,
        id + " 1234 -> 1235: " + "h".repeat(150),
        "4f1c2d9a0b3e5f6a7c8d9e0f1a2b3c4d5e6f7a8b",
        RECORD);
  }
}
