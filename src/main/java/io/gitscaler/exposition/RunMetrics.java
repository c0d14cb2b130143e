package io.gitscaler.exposition;

import io.gitscaler.audit.PolicyResult;
import io.gitscaler.decision.ReasonCode;
import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.RunEnding;
import io.gitscaler.history.RunTally;
import io.gitscaler.history.ScalingHistory.FailureStreak;
import io.gitscaler.history.ScalingHistory.NotInForce;
import io.gitscaler.history.StoredState;
import io.gitscaler.policy.LastGood;
import io.gitscaler.program.ProgramRun;
import io.gitscaler.reconcile.RunReport;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A run's metrics. Counters come from the state, so that they go on growing from process to process; everything else is how it
 * was when the run ended. {@code docs/monitoring.md} lists them all.
 */
final class RunMetrics {
  private final FinishedRun run;
  private final Labels common;
  private final List<MetricSnapshot> metrics = new ArrayList<>();

  private RunMetrics(FinishedRun run) {
    this.run = run;
    common = common(run);
  }

  /** The labels that every value carries; the cluster's only where it has a name, the shard's where there are several. */
  static Labels common(FinishedRun run) {
    Labels installation = Labels.of("installation", run.installation());
    String cluster = run.report().run().cluster();
    Labels named = cluster.isEmpty() ? installation : installation.add("cluster", cluster);
    boolean whole = run.shard().count() == 1;
    return whole ? named : named.add("shard", String.valueOf(run.shard().index()));
  }

  /** In the text format of Prometheus, UTF-8. */
  static byte[] text(FinishedRun run) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(text, of(run));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toByteArray();
  }

  static MetricSnapshots of(FinishedRun run) {
    RunMetrics all = new RunMetrics(run);
    all.counters(run.state().tally());
    all.lastRun(run.state().tally());
    all.waiting(run.state());
    all.policies(run.report());
    all.failing(run.state());
    return new MetricSnapshots(all.metrics);
  }

  private Family family(String name, String help) {
    return new Family(name, help, common);
  }

  private void gauge(Family family) {
    if (!family.isEmpty()) {
      metrics.add(family.gauge());
    }
  }

  private void counters(RunTally tally) {
    Family runs = family("gitscaler_runs", "Runs that wrote state, by what they came to.");
    for (RunEnding ending : RunEnding.values()) {
      // A run that finds the lock taken writes no state.
      if (ending != RunEnding.LOCKED) {
        runs.add(tally.runs().getOrDefault(ending, 0L), "ending", ending.word());
      }
    }
    metrics.add(runs.counter());
    metrics.add(
        family("gitscaler_passes", "Evaluations of all policies.")
            .add(tally.work().passes())
            .counter());
    metrics.add(
        family("gitscaler_scalings", "Changes of replicas that were applied.")
            .add(tally.work().scalings())
            .counter());
    Family failures =
        family(
            "gitscaler_policy_failures",
            "How often a policy failed in a pass, by reason, over all policies.");
    tally.work().failures().forEach((code, times) -> failures.add(times, "reason", code));
    if (!failures.isEmpty()) {
      metrics.add(failures.counter());
    }
  }

  private void lastRun(RunTally tally) {
    RunReport report = run.report();
    gauge(
        family("gitscaler_run_timestamp_seconds", "When the last run ended.")
            .add(report.finished()));
    gauge(
        family(
                "gitscaler_run_last_pass_timestamp_seconds",
                "When the last run ended that made a pass over the policies.")
            .add(tally.lastPass()));
    gauge(
        family(
                "gitscaler_run_last_success_timestamp_seconds",
                "When the last run ended that completed.")
            .add(tally.lastSuccess()));
    FailureStreak streak = tally.streak();
    gauge(
        family("gitscaler_run_failures_in_a_row", "Runs since the last one that completed.")
            .add(streak == null ? 0 : streak.times()));
    gauge(
        family("gitscaler_run_duration_seconds", "How long the last run took.")
            .add(Duration.between(report.started(), report.finished())));
    Family steps =
        family("gitscaler_run_step_duration_seconds", "How long the last run was at what.");
    run.steps().forEach((step, took) -> steps.add(took, "step", step.replace(' ', '_')));
    gauge(steps);
  }

  private void waiting(StoredState state) {
    long scalings = state.queue().stream().filter(record -> record.kind().isScaling()).count();
    gauge(
        family("gitscaler_queue_records", "Records that wait for Git.").add(state.queue().size()));
    gauge(
        family("gitscaler_queue_scalings", "Those of them that tell of a change of replicas.")
            .add(scalings));
    gauge(
        family("gitscaler_queue_oldest_timestamp_seconds", "When the oldest of them was written.")
            .add(
                state.queue().stream()
                    .map(QueuedRecord::at)
                    .min(Comparator.naturalOrder())
                    .orElse(null)));
    gauge(
        family(
                "gitscaler_announced_scalings",
                "Scalings that were announced and whose outcome is not known.")
            .add(
                state.histories().values().stream()
                    .filter(history -> history.intent() != null)
                    .count()));
  }

  private void policies(RunReport report) {
    Map<String, Long> outcomes =
        report.results().stream()
            .collect(
                Collectors.groupingBy(
                    PolicyResult::outcomeWord, TreeMap::new, Collectors.counting()));
    gauge(
        family("gitscaler_run_policies", "Policies that the last run found.")
            .add(report.results().size()));
    LastGood lastGood = report.run().revision().lastGood();
    gauge(
        family(
                "gitscaler_policies_as_of_timestamp_seconds",
                "When the policies that acted in the last run were known to be those of Git.")
            .add(lastGood == null ? report.started() : lastGood.asOf()));
    Family byOutcome = family("gitscaler_policies", "Policies by what the last pass came to.");
    outcomes.forEach((outcome, times) -> byOutcome.add(times, "outcome", outcome));
    gauge(byOutcome);
    gauge(
        family("gitscaler_policy_problems", "Problems in policy files.")
            .add(report.problems().size()));
    perPolicy(
        "gitscaler_policy_current_replicas",
        "Replicas that the target was asked to have when it was seen.",
        result -> result.workload() == null ? null : (double) result.workload().specReplicas());
    perPolicy(
        "gitscaler_policy_desired_replicas",
        "Replicas that were decided; of a policy without a decision none.",
        result -> result.decision() == null ? null : (double) result.decision().to());
    perPolicy(
        "gitscaler_policy_min_replicas",
        "minReplicas.",
        result -> (double) result.policy().bounds().min());
    perPolicy(
        "gitscaler_policy_max_replicas",
        "maxReplicas.",
        result -> (double) result.policy().bounds().max());
    perPolicy(
        "gitscaler_policy_programs_duration_seconds",
        "How long the policy's programs ran in the last pass, one after the other.",
        result -> result.programs().isEmpty() ? null : seconds(result.programs()));
  }

  private void perPolicy(String name, String help, Function<PolicyResult, @Nullable Double> value) {
    Family family = family(name, help);
    for (PolicyResult result : run.report().results()) {
      Double known = value.apply(result);
      if (known != null) {
        family.add(
            known,
            "namespace",
            result.policy().id().namespace(),
            "policy",
            result.policy().id().name());
      }
    }
    gauge(family);
  }

  private void failing(StoredState state) {
    Family family =
        family(
            "gitscaler_policy_failing_since_timestamp_seconds",
            "When a policy that fails began to; the reason is that of its last pass.");
    state
        .histories()
        .forEach(
            (id, history) -> {
              FailureStreak streak = history.failure();
              if (streak != null) {
                family.add(
                    streak.since(),
                    "namespace",
                    id.namespace(),
                    "policy",
                    id.name(),
                    "reason",
                    streak.code());
              }
              NotInForce merged = history.notInForce();
              String invalid = ReasonCode.PolicyInvalid.name();
              if (merged != null && (streak == null || !streak.code().equals(invalid))) {
                family.add(
                    merged.since(),
                    "namespace",
                    id.namespace(),
                    "policy",
                    id.name(),
                    "reason",
                    invalid);
              }
            });
    gauge(family);
  }

  private static double seconds(List<ProgramRun> programs) {
    return programs.stream().map(ProgramRun::took).mapToLong(Duration::toNanos).sum() / 1e9;
  }
}
