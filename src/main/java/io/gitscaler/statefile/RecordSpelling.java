package io.gitscaler.statefile;

import io.gitscaler.audit.AuditRecord;
import io.gitscaler.audit.PolicyResult;
import io.gitscaler.audit.Stop;
import io.gitscaler.decision.Recommendation;
import io.gitscaler.decision.ScalingDecision;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.policy.PolicyRevision;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.policy.TargetRef;
import io.gitscaler.program.ProgramRun;
import io.gitscaler.statefile.DecisionDocument.FindingDocument;
import io.gitscaler.statefile.DecisionDocument.RecommendationDocument;
import io.gitscaler.statefile.RecordDocument.ChangeDocument;
import io.gitscaler.statefile.RecordDocument.FailureDocument;
import io.gitscaler.statefile.RecordDocument.LastGoodDocument;
import io.gitscaler.statefile.RecordDocument.PastDocument;
import io.gitscaler.statefile.RecordDocument.PolicyDocument;
import io.gitscaler.statefile.RecordDocument.RecommendedDocument;
import io.gitscaler.statefile.RecordDocument.ReplicasDocument;
import io.gitscaler.statefile.RecordDocument.StopDocument;
import io.gitscaler.statefile.RecordDocument.TargetDocument;
import io.gitscaler.workload.ScaleOutcome;
import io.gitscaler.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Spells a record, keeping no more of its inputs than the caps allow and saying what was left out. */
final class RecordSpelling {
  private final AuditRecord record;
  private final Caps caps;
  private final List<String> cut = new ArrayList<>();

  RecordSpelling(AuditRecord record, Caps caps) {
    this.record = record;
    this.caps = caps;
  }

  RecordDocument document() {
    PolicyResult result = record.result();
    if (result == null) {
      return document(null, null, null, null, List.of(), List.of());
    }
    if (!caps.inputs()) {
      cut.add("settings, history, readings, programs and findings");
      return document(result, null, null, result.recommendation(), List.of(), List.of());
    }
    return document(
        result,
        SettingsDocument.of(result.policy(), caps),
        past(result.before()),
        result.recommendation(),
        programs(result.programs()),
        findings(result.decision()));
  }

  private RecordDocument document(
      @Nullable PolicyResult result,
      @Nullable SettingsDocument settings,
      @Nullable PastDocument history,
      @Nullable Recommendation asked,
      List<ProgramDocument> programs,
      List<FindingDocument> findings) {
    Workload workload = result == null ? null : result.workload();
    ScaleOutcome outcome = result == null ? null : result.outcome();
    return new RecordDocument(
        RecordDocument.SCHEMA,
        record.id(),
        Words.of(record.kind()),
        record.at().toString(),
        record.run().run(),
        record.run().cluster(),
        policy(result),
        Text.upTo(caps.sentence(), record.sentence()),
        result == null ? null : target(result.policy().target(), workload),
        workload == null
            ? null
            : new ReplicasDocument(workload.specReplicas(), workload.statusReplicas()),
        settings,
        history,
        asked == null || !caps.inputs()
            ? List.of()
            : asked.proposals().stream().map(one -> ReadingDocument.of(one, caps)).toList(),
        programs,
        RecommendationDocument.of(asked, caps),
        findings,
        DecisionDocument.of(result == null ? null : result.decision(), caps),
        stop(result == null ? null : result.stop()),
        outcome == null ? null : OutcomeDocument.of(outcome, caps),
        record.counts(),
        record.since() == null ? null : record.since().toString(),
        List.copyOf(cut));
  }

  private PolicyDocument policy(@Nullable PolicyResult result) {
    ScalingPolicy policy = result == null ? null : result.policy();
    PolicyRevision instead = policy == null ? null : policy.origin().instead();
    PolicyRevision revision = instead == null ? record.run().revision() : instead;
    return new PolicyDocument(
        record.policy().namespace(),
        record.policy().name(),
        revision.source(),
        revision.ref(),
        revision.commit(),
        revision.committedAt() == null ? null : revision.committedAt().toString(),
        revision.signedBy(),
        LastGoodDocument.of(revision.lastGood(), caps),
        policy == null ? null : policy.origin().file(),
        policy == null ? null : policy.origin().line(),
        policy == null ? null : Words.of(policy.mode()),
        policy == null ? null : policy.fingerprint());
  }

  private static TargetDocument target(TargetRef ref, @Nullable Workload seen) {
    return new TargetDocument(
        ref.apiVersion(),
        ref.kind(),
        ref.name(),
        seen == null ? null : seen.uid(),
        seen == null ? null : seen.resourceVersion());
  }

  private @Nullable StopDocument stop(@Nullable Stop stop) {
    return stop == null
        ? null
        : new StopDocument(
            Words.of(stop.step()),
            stop.reason().name(),
            Text.upTo(caps.sentence(), stop.sentence()));
  }

  private PastDocument past(ScalingHistory history) {
    return new PastDocument(
        history.lastSeen() == null ? null : history.lastSeen().toString(),
        history.scaledToZero(),
        failure(history.failure()),
        newest(history.recommendations(), "recommendations").stream()
            .map(one -> new RecommendedDocument(one.at().toString(), one.replicas()))
            .toList(),
        newest(history.changes(), "changes").stream()
            .map(one -> new ChangeDocument(one.at().toString(), one.by()))
            .toList());
  }

  private @Nullable FailureDocument failure(ScalingHistory.@Nullable FailureStreak streak) {
    return streak == null
        ? null
        : new FailureDocument(
            streak.since().toString(),
            streak.times(),
            streak.code(),
            Text.upTo(caps.sentence(), streak.sentence()));
  }

  private <T> List<T> newest(List<T> entries, String what) {
    int dropped = entries.size() - caps.history();
    if (dropped <= 0) {
      return entries;
    }
    cut.add("the " + dropped + " oldest " + what + " of the history");
    return entries.subList(dropped, entries.size());
  }

  private List<ProgramDocument> programs(List<ProgramRun> runs) {
    int dropped = runs.size() - caps.programs();
    if (dropped > 0) {
      cut.add(dropped + " of " + runs.size() + " program calls, failed ones last");
    }
    List<ProgramRun> kept = dropped <= 0 ? runs : failedFirst(runs).subList(0, caps.programs());
    List<ProgramDocument> spelled =
        kept.stream().map(run -> ProgramDocument.of(run, caps)).toList();
    if (spelled.stream().anyMatch(run -> run.answerLength() != null)) {
      cut.add("answers of programs beyond " + caps.answer() + " characters");
    }
    return spelled;
  }

  private static List<ProgramRun> failedFirst(List<ProgramRun> runs) {
    List<ProgramRun> sorted = new ArrayList<>(runs);
    sorted.sort((a, b) -> Boolean.compare(a.succeeded(), b.succeeded()));
    return sorted;
  }

  private List<FindingDocument> findings(@Nullable ScalingDecision decision) {
    return decision == null
        ? List.of()
        : decision.findings().stream().map(one -> FindingDocument.of(one, caps)).toList();
  }
}
