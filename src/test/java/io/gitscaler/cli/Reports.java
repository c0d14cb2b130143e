package io.gitscaler.cli;

import io.gitscaler.audit.PolicyResult;
import io.gitscaler.audit.RunFacts;
import io.gitscaler.audit.Step;
import io.gitscaler.audit.Stop;
import io.gitscaler.decision.Finding;
import io.gitscaler.decision.MetricProposal;
import io.gitscaler.decision.ReasonCode;
import io.gitscaler.decision.Recommendation;
import io.gitscaler.decision.ScalingDecision;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.PolicyProblem;
import io.gitscaler.policy.PolicyRevision;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.program.ProgramRun;
import io.gitscaler.program.ProgramStep;
import io.gitscaler.program.Verbatim;
import io.gitscaler.reconcile.RunReport;
import io.gitscaler.reconcile.RunReport.PassReport;
import io.gitscaler.reconcile.RunReport.TrailReport;
import io.gitscaler.testing.Policies;
import io.gitscaler.workload.ScaleOutcome;
import io.gitscaler.workload.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Reports as runs make them. */
final class Reports {
  static final Instant AT = Instant.parse("2026-11-20T21:15:00Z");
  static final PolicyRevision REVISION =
      new PolicyRevision(
          "https://git.example.org/policies",
          "main",
          "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d",
          Instant.parse("2026-11-20T08:00:00Z"));
  static final TrailReport PUBLISHED =
      new TrailReport("9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c", 2, 0, false, null);
  static final PolicyProblem PROBLEM =
      new PolicyProblem(
          "shop/cart.yaml",
          14,
          3,
          "spec.maxReplicas",
          "3 is below minReplicas 5. Raise maxReplicas or lower minReplicas.",
          PolicyId.parse("shop/cart"));

  private Reports() {}

  static PolicyResult scaled(String id, int from, int to) {
    return decided(
        id,
        new ScalingDecision(
            from,
            to,
            ReasonCode.MetricAboveTarget,
            "cpu 82% of 60%",
            List.of(
                new Finding(ReasonCode.ScaleUpLimit, to + 1, to, "at most 4 pods in 15 s"),
                new Finding(ReasonCode.DesiredWithinRange, to, to, "within 1 to 10")),
            to + 1),
        new ScaleOutcome.Applied("12"));
  }

  static PolicyResult unchanged(String id, int replicas) {
    return decided(
        id,
        new ScalingDecision(
            replicas,
            replicas,
            ReasonCode.WithinTolerance,
            "cpu 61% of 60% is within tolerance",
            List.of(),
            replicas),
        new ScaleOutcome.Unchanged());
  }

  static PolicyResult wouldScale(String id, int from, int to) {
    return decided(
        id,
        new ScalingDecision(
            from, to, ReasonCode.MetricsBelowTarget, "cpu 31% of 60%", List.of(), to),
        new ScaleOutcome.ObservedOnly());
  }

  static PolicyResult decided(String id, ScalingDecision decision, ScaleOutcome outcome) {
    ScalingPolicy policy = Policies.byCpu(id, 60).build();
    MetricProposal proposal =
        new MetricProposal(
            "Resource",
            "cpu",
            "60%",
            82,
            410L,
            1.3667,
            decision.recommended(),
            new MetricProposal.PodCount(3, 0, 0, 0),
            null,
            "cpu 82% of 60%");
    return PolicyResult.begin(policy, AT, ScalingHistory.NONE)
        .with(workload(policy, decision.from()))
        .with(
            new Recommendation(
                decision.recommended(),
                ReasonCode.MetricAboveTarget,
                "cpu 82% of 60%",
                List.of(proposal),
                0))
        .with(decision)
        .with(outcome);
  }

  static PolicyResult stopped(String id, ReasonCode reason, String sentence) {
    ScalingPolicy policy = Policies.byPrograms(id).build();
    return PolicyResult.begin(policy, AT, ScalingHistory.NONE)
        .with(workload(policy, 4))
        .plus(
            List.of(
                new ProgramRun(
                    ProgramStep.METRIC,
                    policy.target().name(),
                    "{\"runType\":\"scaler\"}",
                    "",
                    new Verbatim(""),
                    "boom\n",
                    3,
                    Duration.ofMillis(42),
                    null,
                    sentence)))
        .with(new Stop(Step.MEASURE, reason, sentence));
  }

  private static Workload workload(ScalingPolicy policy, int replicas) {
    return new Workload(
        policy.id().namespace(), policy.target(), "u1", "7", replicas, replicas, "app=x", null);
  }

  static RunReport of(PolicyResult... results) {
    return of(List.of(new PassReport(AT, List.of(results))), List.of(), PUBLISHED);
  }

  static RunReport of(List<PassReport> passes, List<PolicyProblem> problems, TrailReport trail) {
    return new RunReport(
        new RunFacts("run-1", "east", REVISION),
        AT,
        AT.plusSeconds(2),
        passes,
        problems,
        List.of(),
        trail,
        List.of(),
        null);
  }

  static OutsideFailure unreachable() {
    return new OutsideFailure(
        FailureKind.GIT_UNREACHABLE,
        "https://git.example.org/policies",
        "connection refused",
        "Check the address and the network policy.");
  }
}
