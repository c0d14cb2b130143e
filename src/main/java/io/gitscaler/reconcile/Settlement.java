package io.gitscaler.reconcile;

import io.gitscaler.audit.AuditRecord;
import io.gitscaler.audit.RecordFormat;
import io.gitscaler.audit.RunFacts;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.Intent;
import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.RecordKind;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.history.StoredState;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.policy.TargetRef;
import io.gitscaler.workload.ClusterReader;
import io.gitscaler.workload.ClusterSnapshot;
import io.gitscaler.workload.ScaleOutcome;
import io.gitscaler.workload.Sight;
import io.gitscaler.workload.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Settles what an earlier run announced and did not live to complete, by looking at the target. The target is the one that was
 * announced, whatever the policy says by now and whether or not there still is one.
 */
record Settlement(
    ClusterReader cluster, ClusterSnapshot snapshot, RecordFormat format, RunFacts run) {
  /**
   * What became of the intents.
   *
   * @param state in which each settled intent is a record in the queue, marked as recovered; one whose target cannot be seen
   *     stays open
   * @param notices one sentence for each that stays open, and for each whose announcement cannot be read any more
   */
  record Settled(StoredState state, List<String> notices) {}

  private record Place(String namespace, TargetRef target) {}

  Settled settle(StoredState state, List<ScalingPolicy> policies) {
    Map<Place, ScalingPolicy> looked = new HashMap<>();
    policies.forEach(
        policy -> looked.put(new Place(policy.id().namespace(), policy.target()), policy));
    Map<PolicyId, ScalingHistory> settled = new LinkedHashMap<>();
    List<QueuedRecord> queue = new ArrayList<>(state.queue());
    List<String> notices = new ArrayList<>();
    state
        .histories()
        .forEach(
            (id, history) -> {
              Intent intent = history.intent();
              if (intent == null) {
                return;
              }
              Place place = new Place(id.namespace(), intent.target());
              Sight<Workload> sight = look(place, looked.get(place));
              Verdict verdict = verdict(intent, sight);
              if (verdict == null) {
                notices.add(open(id, intent, sight));
                return;
              }
              queue.add(record(id, intent, verdict, notices));
              settled.put(
                  id, history.settled(intent, verdict.outcome() instanceof ScaleOutcome.Applied));
            });
    return settled.isEmpty()
        ? new Settled(state, notices)
        : new Settled(state.withHistories(settled).withQueue(queue), notices);
  }

  /** The announced record with what became of it; where it cannot be read, another with nothing but the sentence. */
  private QueuedRecord record(PolicyId id, Intent intent, Verdict verdict, List<String> notices) {
    String recovered = verdict.id(intent.record());
    try {
      return format.complete(
          recovered, intent.record(), RecordKind.RECOVERED, verdict.outcome(), verdict.sentence());
    } catch (OutsideFailure unreadable) {
      notices.add(
          id
              + ": what led to "
              + announced(intent)
              + " cannot be read any more and is not told. "
              + unreadable.sentence());
      return format.spell(
          new AuditRecord(
              recovered,
              RecordKind.RECOVERED,
              run,
              intent.at(),
              id,
              null,
              verdict.sentence(),
              new TreeMap<>()));
    }
  }

  private Sight<Workload> look(Place place, @Nullable ScalingPolicy policy) {
    return policy == null
        ? cluster.look(place.namespace(), place.target())
        : snapshot.workload(policy);
  }

  private static String open(PolicyId id, Intent intent, Sight<Workload> sight) {
    String why = sight instanceof Sight.Unseen<Workload> unseen ? unseen.failure().sentence() : "";
    return id + ": whether " + announced(intent) + " was done cannot be seen yet. " + why;
  }

  /** The announcement in words: {@code 1 -> 3 of Deployment/web, announced by run 20261122T090000Z-7f3a}. */
  static String announced(Intent intent) {
    return intent.from()
        + " -> "
        + intent.to()
        + " of "
        + intent.target()
        + ", announced by run "
        + intent.run()
        + ",";
  }

  /** Null where nobody can tell at the moment. */
  private static @Nullable Verdict verdict(Intent intent, Sight<Workload> sight) {
    return switch (sight) {
      case Sight.Unseen<Workload> unseen ->
          unseen.failure().kind() == FailureKind.NOT_FOUND
              ? Verdict.unknown("the target is gone")
              : null;
      case Sight.Seen<Workload> seen -> verdict(intent, seen.value());
    };
  }

  private static Verdict verdict(Intent intent, Workload workload) {
    if (!workload.uid().equals(intent.uid())) {
      return Verdict.unknown("the target was recreated in between");
    }
    int found = workload.specReplicas();
    if (found == intent.to()) {
      return new Verdict(
          new ScaleOutcome.Applied(workload.resourceVersion()),
          "scaled "
              + intent.from()
              + " -> "
              + intent.to()
              + ", as run "
              + intent.run()
              + " announced before it ended");
    }
    if (found == intent.from()) {
      return new Verdict(
          new ScaleOutcome.Refused("not scaled"),
          "not scaled: run "
              + intent.run()
              + " announced "
              + intent.from()
              + " -> "
              + intent.to()
              + " and ended before it was done");
    }
    return Verdict.unknown("the target is at " + found + " by now, set by somebody else");
  }

  private record Verdict(ScaleOutcome outcome, String sentence) {
    /**
     * The announced id is that of the scaling. What was not found done gets another, so that a run which was taken for dead and
     * scales after all can still tell.
     */
    String id(QueuedRecord announced) {
      return outcome instanceof ScaleOutcome.Applied
          ? announced.id()
          : Recording.idWithKind(announced.id(), RecordKind.RECOVERED);
    }

    static Verdict unknown(String why) {
      return new Verdict(new ScaleOutcome.Unknown(why), "unknown whether it was scaled: " + why);
    }
  }
}
