package io.gitscaler.reconcile;

import io.gitscaler.audit.AuditRecord;
import io.gitscaler.audit.RunFacts;
import io.gitscaler.decision.ReasonCode;
import io.gitscaler.history.RecordKind;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.history.ScalingHistory.FailureStreak;
import io.gitscaler.history.ScalingHistory.NotInForce;
import io.gitscaler.history.StoredState;
import io.gitscaler.policy.LastGood;
import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.PolicyProblem;
import io.gitscaler.policy.PolicyRevision;
import io.gitscaler.policy.ScalingPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Notices policies that cannot be read, those of which an older version acts, and policies that are gone. */
record RollCall(LoadedPolicies loaded, RunFacts run, Instant at) {
  private static final int NAMED = 3;

  /** What was noticed: the state that knows it, the records that tell it, and what whoever runs this should know at once. */
  record Noticed(StoredState state, List<AuditRecord> records, List<String> notices) {}

  Noticed call(StoredState state) {
    List<AuditRecord> records = new ArrayList<>();
    Map<PolicyId, ScalingHistory> changed = new LinkedHashMap<>();
    invalid()
        .forEach(
            (id, problem) -> {
              ScalingHistory before = state.history(id);
              FailureStreak streak = before.failure();
              String code = ReasonCode.PolicyInvalid.name();
              if (streak == null) {
                records.add(record(id, RecordKind.FAILURE_BEGAN, problem.toString()));
              }
              changed.put(
                  id, before.failing(FailureStreak.after(streak, at, code, problem.toString())));
            });
    for (ScalingPolicy policy : loaded.policies()) {
      ScalingHistory before = state.history(policy.id());
      NotInForce merged = notInForce(policy, before.notInForce());
      tell(policy.id(), before.notInForce(), merged, records);
      if (!Objects.equals(merged, before.notInForce())) {
        changed.put(policy.id(), before.with(merged));
      }
    }
    Set<PolicyId> gone = gone(state);
    gone.forEach(
        id ->
            records.add(
                record(
                    id, RecordKind.POLICY_GONE, "policy is gone; its target keeps its replicas")));
    List<String> notices =
        loaded.policies().isEmpty() && !gone.isEmpty() ? allGone(gone) : List.of();
    return new Noticed(state.withHistories(changed).without(gone), records, notices);
  }

  /** One policy is taken away on purpose; all at once may be a mistake that nobody looks for in a trail. */
  private static List<String> allGone(Set<PolicyId> gone) {
    String named =
        gone.stream().limit(NAMED).map(PolicyId::toString).collect(Collectors.joining(", "));
    int more = gone.size() - NAMED;
    return List.of(
        "all policies that earlier runs knew are gone, "
            + gone.size()
            + " of them: "
            + named
            + (more > 0 ? " and " + more + " more" : "")
            + ". Their targets keep their replicas. Where nobody meant that, put the policies back.");
  }

  private @Nullable NotInForce notInForce(ScalingPolicy policy, @Nullable NotInForce before) {
    PolicyRevision instead = policy.origin().instead();
    LastGood acting = policy.origin().lastGood();
    if (instead == null || acting == null || acting.cause() != LastGood.Cause.INVALID) {
      return null;
    }
    return new NotInForce(
        before == null ? at : before.since(),
        Objects.requireNonNullElse(loaded.revision().commit(), ""),
        acting.why(),
        Objects.requireNonNullElse(instead.commit(), ""),
        acting.asOf().plus(acting.maxAge()));
  }

  private void tell(
      PolicyId id,
      @Nullable NotInForce before,
      @Nullable NotInForce merged,
      List<AuditRecord> records) {
    if (merged != null && before == null) {
      records.add(record(id, RecordKind.POLICY_INVALID, merged.sentence()));
    } else if (merged == null && before != null) {
      records.add(
          record(
              id,
              RecordKind.POLICY_VALID,
              "the merged version is in force again; had not been since " + before.since()));
    }
  }

  /** The first problem of each policy that has any. */
  private Map<PolicyId, PolicyProblem> invalid() {
    Map<PolicyId, PolicyProblem> invalid = new TreeMap<>();
    for (PolicyProblem problem : loaded.problems()) {
      if (problem.policy() != null) {
        invalid.putIfAbsent(problem.policy(), problem);
      }
    }
    loaded.policies().forEach(policy -> invalid.remove(policy.id()));
    return invalid;
  }

  /**
   * While a file hides which policies it holds, a missing policy may be one of them, and none counts as gone; nor does one that
   * the last good version does not hold, nor one whose last scaling is not settled: it is all that is known of that scaling.
   */
  private Set<PolicyId> gone(StoredState state) {
    if (loaded.revision().lastGood() != null
        || loaded.problems().stream().anyMatch(problem -> problem.policy() == null)) {
      return Set.of();
    }
    Set<PolicyId> gone = new TreeSet<>(state.histories().keySet());
    gone.removeAll(loaded.policies().stream().map(ScalingPolicy::id).collect(Collectors.toSet()));
    gone.removeAll(invalid().keySet());
    gone.removeIf(id -> state.history(id).intent() != null);
    return gone;
  }

  private AuditRecord record(PolicyId id, RecordKind kind, String sentence) {
    return new AuditRecord(
        Recording.id(run, at, id, kind), kind, run, at, id, null, sentence, new TreeMap<>());
  }
}
