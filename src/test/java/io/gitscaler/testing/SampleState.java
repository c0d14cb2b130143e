package io.gitscaler.testing;

import io.gitscaler.audit.AuditRecord;
import io.gitscaler.audit.RecordFormat;
import io.gitscaler.history.Intent;
import io.gitscaler.history.LastRun;
import io.gitscaler.history.RunEnding;
import io.gitscaler.history.RunTally;
import io.gitscaler.history.RunWork;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.history.ScalingHistory.BeyondMax;
import io.gitscaler.history.ScalingHistory.Change;
import io.gitscaler.history.ScalingHistory.FailureStreak;
import io.gitscaler.history.ScalingHistory.LastDecision;
import io.gitscaler.history.ScalingHistory.NotInForce;
import io.gitscaler.history.ScalingHistory.Recommended;
import io.gitscaler.history.StoredState;
import io.gitscaler.history.TrailMark;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.TargetRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The state of a small installation as a run leaves it that could not push, in which every field occurs. */
public final class SampleState {
  private static final Instant AT = SampleRecords.AT;

  private SampleState() {}

  /** The state, with records spelled in this format. */
  public static StoredState afterAFailedPush(RecordFormat format) {
    AuditRecord scaled = SampleRecords.named("scaled-up");
    Map<PolicyId, ScalingHistory> histories = new TreeMap<>();
    histories.put(scaled.policy(), checkout());
    histories.put(new PolicyId("shop", "orders"), orders());
    histories.put(new PolicyId("shop", "search"), search(format));
    return new StoredState(
        new TreeMap<>(histories),
        List.of(format.spell(scaled)),
        new LastRun(
            scaled.run().run(),
            AT.minusSeconds(45),
            AT.plusSeconds(2),
            "4f1c2d9a0b3e5f6a7c8d9e0f1a2b3c4d5e6f7a8b",
            3,
            1,
            new RunWork(4, 1, new TreeMap<>(Map.of("ProgramFailed", 4L))),
            RunEnding.UNRECORDED,
            "https://git.example.org/shop/trail.git: it does not answer",
            AT.minusSeconds(86_400)),
        new RunTally(
            AT.minusSeconds(2_592_000),
            Map.of(RunEnding.COMPLETED, 43_180L, RunEnding.STOPPED, 12L),
            new RunWork(172_768, 911, new TreeMap<>(Map.of("ProgramFailed", 48L))),
            AT.minusSeconds(58),
            AT.minusSeconds(178),
            new FailureStreak(AT.minusSeconds(165), 2, "stopped", "")),
        new TrailMark(
            "https://git.example.org/shop/trail.git",
            "gitscaler/audit",
            "8d1e7b3c5f9a2e4d6b8c0a1f3e5d7c9b2a4f6e8d",
            AT.minusSeconds(1260)),
        new TreeMap<>(Map.of(scaled.policy(), 1)));
  }

  private static ScalingHistory checkout() {
    return new ScalingHistory(
        List.of(
            new Recommended(AT.minusSeconds(120), 3),
            new Recommended(AT.minusSeconds(60), 3),
            new Recommended(AT, 5)),
        List.of(new Change(AT, 2)),
        false,
        AT,
        "9f86d081884c7d65",
        null,
        false,
        new BeyondMax(AT.minusSeconds(7200), false),
        new LastDecision(
            AT,
            3,
            5,
            "MetricAboveTarget",
            "cpu 82% of 60%",
            "applied",
            List.of("ReadyForNewScale 5>5", "DesiredWithinRange 5>5"),
            List.of("cpu is at 82% of the request, the target is 60%")),
        null,
        Map.of("MetricAboveTarget", 4, "WithinTolerance", 1436));
  }

  private static ScalingHistory orders() {
    return new ScalingHistory(
        List.of(),
        List.of(),
        true,
        AT,
        "2c26b46b68ffc68f",
        new FailureStreak(
            AT.minusSeconds(180),
            4,
            "ProgramFailed",
            "metric.py exited with 1: no route to the queue"),
        true,
        null,
        null,
        null,
        Map.of(),
        new NotInForce(
            AT.minusSeconds(120),
            "9a1f2c3d4e5f60718293a4b5c6d7e8f901a2b3c4",
            "orders.yaml:9:17 spec.maxReplicas: is no number. Write one.",
            "4f1c2d9a0b3e5f6a7c8d9e0f1a2b3c4d5e6f7a8b",
            AT.plusSeconds(86100)));
  }

  private static ScalingHistory search(RecordFormat format) {
    return new ScalingHistory(
        List.of(),
        List.of(),
        false,
        AT,
        "fcde2b2edba56bf4",
        null,
        false,
        null,
        null,
        new Intent(
            "20261122T090000Z-7f3a",
            AT,
            new TargetRef("apps/v1", "Deployment", "search"),
            "7d9c0c6e-55f1-4c65-8a8e-0e4f4a1b2c3d",
            "48177",
            4,
            2,
            format.spell(SampleRecords.announced(new PolicyId("shop", "search")))),
        Map.of());
  }
}
