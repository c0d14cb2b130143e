package io.gitscaler.statefile;

import io.gitscaler.audit.AuditRecord;
import io.gitscaler.audit.PolicyResult;
import io.gitscaler.audit.RunFacts;
import io.gitscaler.audit.Step;
import io.gitscaler.audit.Stop;
import io.gitscaler.decision.Finding;
import io.gitscaler.decision.MetricProposal;
import io.gitscaler.decision.ReasonCode;
import io.gitscaler.history.RecordKind;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.history.ScalingHistory.Change;
import io.gitscaler.history.ScalingHistory.FailureStreak;
import io.gitscaler.history.ScalingHistory.Recommended;
import io.gitscaler.policy.Mode;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.PolicyOrigin;
import io.gitscaler.policy.PolicyRevision;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.policy.TargetRef;
import io.gitscaler.statefile.DecisionDocument.FindingDocument;
import io.gitscaler.statefile.RecordDocument.FailureDocument;
import io.gitscaler.statefile.RecordDocument.PastDocument;
import io.gitscaler.statefile.RecordDocument.PolicyDocument;
import io.gitscaler.statefile.RecordDocument.StopDocument;
import io.gitscaler.statefile.RecordDocument.TargetDocument;
import io.gitscaler.workload.Workload;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes a record of its spelling again, so that the decision can be computed from it. */
record RecordReading(RecordDocument document) {
  AuditRecord record() {
    PolicyDocument policy = document.policy();
    PolicyId id = new PolicyId(policy.namespace(), policy.name());
    PolicyRevision revision =
        new PolicyRevision(
            policy.source(),
            policy.ref(),
            policy.commit(),
            instant(policy.committedAt()),
            policy.signedBy(),
            policy.lastGood() == null ? null : policy.lastGood().lastGood());
    return new AuditRecord(
        document.id(),
        Words.read(RecordKind.class, document.kind()),
        new RunFacts(document.run(), document.cluster(), revision),
        Instant.parse(document.at()),
        id,
        document.settings() == null || document.target() == null
            ? null
            : result(id, document.settings(), document.target()),
        document.sentence(),
        new TreeMap<>(document.counts()),
        instant(document.since()));
  }

  private PolicyResult result(PolicyId id, SettingsDocument settings, TargetDocument target) {
    TargetRef ref = new TargetRef(target.apiVersion(), target.kind(), target.name());
    List<MetricProposal> proposals =
        document.readings().stream().map(ReadingDocument::proposal).toList();
    List<Finding> findings = document.findings().stream().map(FindingDocument::finding).toList();
    return new PolicyResult(
        policy(id, ref, settings),
        Instant.parse(document.at()),
        document.history() == null ? ScalingHistory.NONE : history(document.history()),
        workload(id, ref, target),
        List.of(),
        document.programs().stream().map(ProgramDocument::run).toList(),
        document.recommendation() == null
            ? null
            : document.recommendation().recommendation(proposals),
        document.decision() == null ? null : document.decision().decision(findings),
        document.outcome() == null ? null : document.outcome().outcome(),
        document.stop() == null ? null : stop(document.stop()));
  }

  private ScalingPolicy policy(PolicyId id, TargetRef target, SettingsDocument settings) {
    PolicyDocument policy = document.policy();
    return new ScalingPolicy(
        id,
        new PolicyOrigin(
            Objects.requireNonNull(policy.file()),
            Objects.requireNonNull(policy.line()),
            Path.of("")),
        target,
        settings.bounds(),
        Words.read(Mode.class, Objects.requireNonNull(policy.mode())),
        settings.pause() == null ? null : settings.pause().pause(),
        settings.method(),
        settings.behavior() == null ? null : settings.behavior().behavior(),
        Seconds.span(settings.downscaleStabilizationSeconds()),
        settings.readiness(),
        Map.of(),
        Map.of(),
        Objects.requireNonNull(policy.fingerprint()));
  }

  private @Nullable Workload workload(PolicyId id, TargetRef ref, TargetDocument target) {
    if (document.replicas() == null) {
      return null;
    }
    return new Workload(
        id.namespace(),
        ref,
        Objects.requireNonNull(target.uid()),
        Objects.requireNonNull(target.resourceVersion()),
        document.replicas().spec(),
        document.replicas().status(),
        "",
        null);
  }

  private static ScalingHistory history(PastDocument past) {
    return new ScalingHistory(
        past.recommendations().stream()
            .map(one -> new Recommended(Instant.parse(one.at()), one.replicas()))
            .toList(),
        past.changes().stream().map(one -> new Change(Instant.parse(one.at()), one.by())).toList(),
        past.scaledToZero(),
        instant(past.lastSeen()),
        "",
        past.failure() == null ? null : failure(past.failure()),
        false,
        null,
        null,
        null,
        Map.of(),
        null);
  }

  private static FailureStreak failure(FailureDocument failure) {
    return new FailureStreak(
        Instant.parse(failure.since()), failure.times(), failure.code(), failure.sentence());
  }

  private static Stop stop(StopDocument stop) {
    return new Stop(
        Words.read(Step.class, stop.step()), ReasonCode.valueOf(stop.reason()), stop.sentence());
  }

  private static @Nullable Instant instant(@Nullable String text) {
    return text == null ? null : Instant.parse(text);
  }
}
