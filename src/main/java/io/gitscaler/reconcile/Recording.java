package io.gitscaler.reconcile;

import io.gitscaler.audit.AuditRecord;
import io.gitscaler.audit.PolicyResult;
import io.gitscaler.audit.RunFacts;
import io.gitscaler.decision.Finding;
import io.gitscaler.decision.ReasonCode;
import io.gitscaler.decision.ScalingDecision;
import io.gitscaler.history.RecordKind;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.history.ScalingHistory.LastDecision;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.workload.ScaleOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Decides what of a result belongs into the trail. Quiet passes say nothing; a changed reason alone is no news, and so is another
 * failure after one that has not ended.
 */
final class Recording {
  /** A target that keeps wanting more than its maximum is news at most this often. */
  static final Duration BEYOND_MAX_AT_MOST = Duration.ofHours(1);

  /** The words for outcomes of a target that was not scaled as it should have been. */
  private static final Set<String> NOT_SCALED =
      Set.of(new ScaleOutcome.Conflict("").word(), new ScaleOutcome.Refused("").word());

  private Recording() {}

  /** The records of one policy in one pass, the change of replicas last. */
  static List<AuditRecord> records(PolicyResult result, RunFacts run) {
    ScalingHistory before = result.before();
    List<AuditRecord> records = new ArrayList<>();
    if (before.fingerprint().isEmpty()) {
      records.add(record(RecordKind.POLICY_APPEARED, result, run, "policy appeared"));
    } else if (!before.fingerprint().equals(result.policy().fingerprint())) {
      records.add(record(RecordKind.POLICY_CHANGED, result, run, "policy changed"));
    }
    boolean paused = result.policy().pauseAt(result.at()) != null;
    if (paused && !before.paused()) {
      String reason = Objects.requireNonNull(result.policy().pause()).reason();
      records.add(record(RecordKind.PAUSE_BEGAN, result, run, "paused: " + reason));
    } else if (!paused && before.paused()) {
      records.add(record(RecordKind.PAUSE_ENDED, result, run, "pause ended"));
    }
    if (beyondMax(result) && beyondMaxIsNews(result)) {
      records.add(
          record(
              RecordKind.BEYOND_MAX,
              result,
              run,
              "wants more than maxReplicas " + result.policy().bounds().max()));
    }
    addFailure(result, run, records);
    addScaling(result, run, records);
    return records;
  }

  /** The reason of a policy that came to an end in the pass, as state spells it. */
  static String reason(PolicyResult result) {
    return Objects.requireNonNull(result.reason()).name();
  }

  static boolean beyondMax(PolicyResult result) {
    ScalingDecision decision = result.decision();
    return decision != null
        && decision.findings().stream()
            .anyMatch(finding -> finding.code() == ReasonCode.TooManyReplicas && finding.changed());
  }

  static boolean beyondMaxIsNews(PolicyResult result) {
    ScalingHistory.BeyondMax before = result.before().beyondMax();
    return before == null
        || (!before.lasting() && !before.recorded().plus(BEYOND_MAX_AT_MOST).isAfter(result.at()));
  }

  /** The record that announces a scaling; its outcome is completed when it is known. */
  static AuditRecord announcement(PolicyResult decided, RunFacts run) {
    return record(kindOfScaling(decided), decided, run, decided.sentence());
  }

  private static void addFailure(PolicyResult result, RunFacts run, List<AuditRecord> records) {
    if (result.skipped()) {
      return;
    }
    ScalingHistory.FailureStreak before = result.before().failure();
    PolicyResult.Failure failure = result.failure();
    if (failure != null && notScaled(result)) {
      if (before == null || notScaledIsNews(result)) {
        records.add(record(RecordKind.NOT_SCALED, result, run, failure.sentence()));
      }
    } else if (failure != null && before == null) {
      records.add(record(RecordKind.FAILURE_BEGAN, result, run, failure.sentence()));
    } else if (failure == null && before != null) {
      records.add(
          record(
              RecordKind.FAILURE_ENDED,
              result,
              run,
              "works again; had failed since " + before.since() + ", last with " + before.code()));
    }
  }

  private static boolean notScaled(PolicyResult result) {
    return result.outcome() instanceof ScaleOutcome.Conflict
        || result.outcome() instanceof ScaleOutcome.Refused;
  }

  /** Among failures in a row it is news that replicas should have changed, but not that they still should. */
  private static boolean notScaledIsNews(PolicyResult result) {
    LastDecision last = result.before().last();
    return last == null || !NOT_SCALED.contains(last.outcome()) || wishIsNews(result);
  }

  private static void addScaling(PolicyResult result, RunFacts run, List<AuditRecord> records) {
    if (result.outcome() instanceof ScaleOutcome.Applied) {
      records.add(announcement(result, run));
    } else if (result.outcome() instanceof ScaleOutcome.ObservedOnly && wishIsNews(result)) {
      records.add(record(RecordKind.WOULD_SCALE, result, run, result.sentence()));
    }
  }

  private static boolean wishIsNews(PolicyResult result) {
    LastDecision last = result.before().last();
    ScalingDecision decision = Objects.requireNonNull(result.decision());
    return last == null || last.from() != decision.from() || last.to() != decision.to();
  }

  private static RecordKind kindOfScaling(PolicyResult result) {
    ScalingDecision decision = Objects.requireNonNull(result.decision());
    return decision.to() > decision.from() ? RecordKind.SCALED_UP : RecordKind.SCALED_DOWN;
  }

  private static AuditRecord record(
      RecordKind kind, PolicyResult result, RunFacts run, String sentence) {
    return new AuditRecord(
        id(run, result.at(), result.policy().id(), kind),
        kind,
        run,
        result.at(),
        result.policy().id(),
        result,
        sentence,
        new TreeMap<>());
  }

  /** Unique over all runs, and the same for a record that is spelled again. */
  static String id(RunFacts run, Instant at, PolicyId policy, RecordKind kind) {
    return String.join(
        "/", run.run(), String.valueOf(at.toEpochMilli()), policy.toString(), kind.name());
  }

  /** Whether a record of this id is about something that this run did. */
  static boolean isOf(RunFacts run, String id) {
    return id.startsWith(run.run() + "/");
  }

  /** The id of a record of another kind about the same policy in the same pass. */
  static String idWithKind(String id, RecordKind kind) {
    return id.substring(0, id.lastIndexOf('/') + 1) + kind.name();
  }

  static boolean scaled(PolicyResult result) {
    return result.outcome() instanceof ScaleOutcome.Applied;
  }

  /** The limits of a decision in compact form, for the state. */
  static List<String> findings(List<Finding> findings) {
    return findings.stream()
        .map(finding -> finding.code() + " " + finding.before() + ">" + finding.after())
        .toList();
  }
}
