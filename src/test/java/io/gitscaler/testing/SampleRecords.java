package io.gitscaler.testing;

import io.gitscaler.audit.AuditRecord;
import io.gitscaler.audit.PolicyResult;
import io.gitscaler.audit.RunFacts;
import io.gitscaler.audit.Step;
import io.gitscaler.audit.Stop;
import io.gitscaler.decision.Finding;
import io.gitscaler.decision.MetricProposal;
import io.gitscaler.decision.ReasonCode;
import io.gitscaler.decision.Recommendation;
import io.gitscaler.decision.ScalingDecision;
import io.gitscaler.history.RecordKind;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.history.ScalingHistory.Change;
import io.gitscaler.history.ScalingHistory.Recommended;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.PolicyRevision;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.program.ProgramRun;
import io.gitscaler.program.ProgramStep;
import io.gitscaler.program.Verbatim;
import io.gitscaler.workload.ScaleOutcome;
import io.gitscaler.workload.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Records as a person would tell them, one for each shape. */
public final class SampleRecords {
  public static final Instant AT = Instant.parse("2026-11-22T09:00:00Z");
  private static final RunFacts RUN =
      new RunFacts(
          "20261122T090000Z-7f3a",
          "prod-eu",
          new PolicyRevision(
              "https://git.example.org/shop/policies.git",
              "main",
              "4f1c2d9a0b3e5f6a7c8d9e0f1a2b3c4d5e6f7a8b",
              Instant.parse("2026-11-20T16:12:44Z")));

  private SampleRecords() {}

  public static List<String> names() {
    return List.of(
        "scaled-up",
        "not-scaled",
        "would-scale",
        "failure-began",
        "policy-gone",
        "summary",
        "folded");
  }

  public static AuditRecord named(String name) {
    return switch (name) {
      case "scaled-up" ->
          record(
              RecordKind.SCALED_UP,
              decided().with(new ScaleOutcome.Applied("48213")),
              "cpu 82% of 60%");
      case "not-scaled" ->
          record(
              RecordKind.NOT_SCALED,
              decided()
                  .with(
                      new ScaleOutcome.Conflict(
                          "the target was changed by somebody else in between"))
                  .with(
                      new Stop(
                          Step.SCALE,
                          ReasonCode.ConflictingWrite,
                          "the target was changed by somebody else in between")),
              "the target was changed by somebody else in between");
      case "would-scale" ->
          record(
              RecordKind.WOULD_SCALE,
              decided().with(new ScaleOutcome.ObservedOnly()),
              "cpu 82% of 60%");
      case "failure-began" ->
          record(
              RecordKind.FAILURE_BEGAN, failed(), "metric.py exited with 1: no route to the queue");
      case "policy-gone" ->
          bare(
              RecordKind.POLICY_GONE,
              new PolicyId("shop", "old"),
              "policy is gone; its target keeps its replicas",
              Map.of());
      case "summary" ->
          bare(
              RecordKind.SUMMARY,
              new PolicyId("shop", "checkout"),
              "passes since 2026-11-21T09:00:00Z: DesiredWithinRange 1440",
              Map.of("DesiredWithinRange", 1440));
      case "folded" ->
          folded(
              new PolicyId("shop", "checkout"),
              "too many records waited for Git; folded since 2026-11-15T09:00:00Z: failure-began 3,"
                  + " failure-ended 3, summary 6",
              new TreeMap<>(Map.of("failure-began", 3, "failure-ended", 3, "summary", 6)));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static AuditRecord folded(
      PolicyId policy, String sentence, SortedMap<String, Integer> counts) {
    return new AuditRecord(
        id(policy, RecordKind.FOLDED),
        RecordKind.FOLDED,
        RUN,
        AT,
        policy,
        null,
        sentence,
        counts,
        AT.minusSeconds(604_800));
  }

  /** A scaling in that is announced and not done. */
  static AuditRecord announced(PolicyId id) {
    ScalingPolicy policy = Policies.byCpu(id.toString(), 60).bounds(2, 20).build();
    PolicyResult result =
        PolicyResult.begin(policy, AT, ScalingHistory.NONE)
            .with(workload(policy))
            .with(
                new ScalingDecision(
                    4, 2, ReasonCode.MetricsBelowTarget, "cpu 21% of 60%", List.of(), 2));
    return record(RecordKind.SCALED_DOWN, result, "cpu 21% of 60%");
  }

  private static PolicyResult decided() {
    ScalingPolicy policy = Policies.byCpu("shop/checkout", 60).bounds(2, 20).build();
    ScalingHistory before =
        new ScalingHistory(
            List.of(
                new Recommended(AT.minusSeconds(120), 3), new Recommended(AT.minusSeconds(60), 3)),
            List.of(new Change(AT.minusSeconds(600), -1)),
            false,
            AT.minusSeconds(60),
            "f1",
            null,
            false,
            null,
            null,
            null,
            Map.of());
    return PolicyResult.begin(policy, AT, before)
        .with(workload(policy))
        .with(
            new Recommendation(
                5,
                ReasonCode.MetricAboveTarget,
                "cpu 82% of 60%",
                List.of(
                    new MetricProposal(
                        "Resource",
                        "cpu",
                        "60%",
                        82,
                        246_000L,
                        1.3666666666666667,
                        5,
                        new MetricProposal.PodCount(3, 0, 0, 0),
                        null,
                        "cpu is at 82% of the request, the target is 60%")),
                0))
        .with(
            new ScalingDecision(
                3,
                5,
                ReasonCode.MetricAboveTarget,
                "cpu 82% of 60%",
                List.of(
                    new Finding(
                        ReasonCode.ReadyForNewScale, 5, 5, "no lower count inside the window"),
                    new Finding(ReasonCode.DesiredWithinRange, 5, 5, "5 is within 2 to 20")),
                5));
  }

  private static PolicyResult failed() {
    ScalingPolicy policy = Policies.byPrograms("shop/orders").build();
    return PolicyResult.begin(policy, AT, ScalingHistory.NONE)
        .with(workload(policy))
        .plus(
            List.of(
                new ProgramRun(
                    ProgramStep.METRIC,
                    "orders",
                    "{}",
                    "",
                    new Verbatim(""),
                    "connect: no route to host",
                    1,
                    Duration.ofMillis(38),
                    null,
                    "metric.py exited with 1: no route to the queue")))
        .with(
            new Stop(
                Step.MEASURE,
                ReasonCode.ProgramFailed,
                "metric.py exited with 1: no route to the queue"));
  }

  private static Workload workload(ScalingPolicy policy) {
    return new Workload(
        policy.id().namespace(),
        policy.target(),
        "0b5a3c1e-6a0b-4e0e-9d0f-2f1d4f8d7c11",
        "48190",
        3,
        3,
        "app=" + policy.target().name(),
        null);
  }

  private static AuditRecord record(RecordKind kind, PolicyResult result, String sentence) {
    return new AuditRecord(
        id(result.policy().id(), kind),
        kind,
        RUN,
        AT,
        result.policy().id(),
        result,
        sentence,
        new TreeMap<>());
  }

  private static AuditRecord bare(
      RecordKind kind, PolicyId policy, String sentence, Map<String, Integer> counts) {
    return new AuditRecord(
        id(policy, kind), kind, RUN, AT, policy, null, sentence, new TreeMap<>(counts));
  }

  private static String id(PolicyId policy, RecordKind kind) {
    return RUN.run() + "/" + AT.toEpochMilli() + "/" + policy + "/" + kind;
  }
}
