package io.gitscaler.reconcile;

import io.gitscaler.audit.RecordFormat;
import io.gitscaler.history.Intent;
import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.RecordKind;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.history.StoredState;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.workload.ClusterSnapshot;
import io.gitscaler.workload.ScaleOutcome;
import io.gitscaler.workload.Sight;
import io.gitscaler.workload.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settles what an earlier run announced and did not live to complete, by looking at the target. */
record Settlement(ClusterSnapshot snapshot, RecordFormat format) {
  /** The state without open intents: each is a record in the queue, marked as recovered. */
  StoredState settle(StoredState state, List<ScalingPolicy> policies) {
    Map<PolicyId, ScalingPolicy> known = new LinkedHashMap<>();
    policies.forEach(policy -> known.put(policy.id(), policy));
    Map<PolicyId, ScalingHistory> settled = new LinkedHashMap<>();
    List<QueuedRecord> queue = new ArrayList<>(state.queue());
    state
        .histories()
        .forEach(
            (id, history) -> {
              Intent intent = history.intent();
              if (intent != null) {
                ScalingPolicy policy = known.get(id);
                Verdict verdict =
                    policy == null
                        ? Verdict.unknown("the policy is gone, so that nobody can tell")
                        : verdict(intent, snapshot.workload(policy));
                queue.add(
                    format.complete(
                        intent.record(),
                        RecordKind.RECOVERED,
                        verdict.outcome(),
                        verdict.sentence()));
                settled.put(
                    id, history.settled(intent, verdict.outcome() instanceof ScaleOutcome.Applied));
              }
            });
    return settled.isEmpty() ? state : state.withHistories(settled).withQueue(queue);
  }

  private static Verdict verdict(Intent intent, Sight<Workload> sight) {
    return switch (sight) {
      case Sight.Unseen<Workload> unseen ->
          Verdict.unknown("the target cannot be seen: " + unseen.failure().sentence());
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
    static Verdict unknown(String why) {
      return new Verdict(new ScaleOutcome.Conflict(why), "unknown whether it was scaled: " + why);
    }
  }
}
