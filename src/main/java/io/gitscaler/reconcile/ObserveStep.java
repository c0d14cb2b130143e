package io.gitscaler.reconcile;

import io.gitscaler.audit.PolicyResult;
import io.gitscaler.audit.Step;
import io.gitscaler.audit.Stop;
import io.gitscaler.decision.ReasonCode;
import io.gitscaler.decision.ScalingDecision;
import io.gitscaler.decision.Standing;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.Intent;
import io.gitscaler.policy.LastGood;
import io.gitscaler.policy.Mode;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.workload.ClusterSnapshot;
import io.gitscaler.workload.Sight;
import io.gitscaler.workload.Workload;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the target, makes sure that nobody else scales it, and settles what needs no measurement. */
record ObserveStep(ClusterSnapshot snapshot) {
  PolicyResult observe(PolicyResult begun) {
    ScalingPolicy policy = begun.policy();
    switch (snapshot.workload(policy)) {
      case Sight.Unseen<Workload> unseen -> {
        return begun.with(stop(unseen.failure()));
      }
      case Sight.Seen<Workload> seen -> {
        PolicyResult observed = begun.with(seen.value());
        Stop held = unsettled(begun.before().intent());
        if (held == null) {
          held = tooOld(policy, begun.at());
        }
        // Who only watches is in nobody's way: so a policy is compared with what it is to replace.
        if (held == null && policy.mode() == Mode.ENFORCE) {
          held = rival(policy);
        }
        if (held != null) {
          return observed.with(held);
        }
        ScalingDecision standing =
            Standing.decide(policy, seen.value(), begun.before(), begun.at());
        return standing == null ? observed : observed.with(standing);
      }
    }
  }

  /** One announcement at a time: while nobody can tell what became of the last one, no other is made. */
  private static @Nullable Stop unsettled(@Nullable Intent intent) {
    return intent == null
        ? null
        : new Stop(
            Step.OBSERVE,
            ReasonCode.FailedGetScale,
            "whether "
                + Settlement.announced(intent)
                + " was done cannot be seen yet; until then this policy holds. Make that target readable, or delete it.");
  }

  private static @Nullable Stop tooOld(ScalingPolicy policy, Instant now) {
    LastGood lastGood = policy.origin().lastGood();
    if (lastGood == null || !lastGood.tooOldAt(now)) {
      return null;
    }
    return new Stop(
        Step.LOAD,
        ReasonCode.PolicyTooOld,
        "the last good version, as of "
            + lastGood.asOf()
            + ", could act until "
            + lastGood.until()
            + ". In the way of a newer one is: "
            + lastGood.why());
  }

  private @Nullable Stop rival(ScalingPolicy policy) {
    return switch (snapshot.rival(policy)) {
      case Sight.Unseen<Optional<String>> unseen ->
          new Stop(Step.OBSERVE, ReasonCode.FailedGetScale, unseen.failure().sentence());
      case Sight.Seen<Optional<String>> seen ->
          seen.value()
              .map(
                  other ->
                      new Stop(
                          Step.OBSERVE,
                          ReasonCode.TargetOwnedByAnotherAutoscaler,
                          other
                              + " scales "
                              + policy.target()
                              + " in "
                              + policy.id().namespace()
                              + ", too. Delete one of the two; until then this policy holds."))
              .orElse(null);
    };
  }

  private static Stop stop(OutsideFailure failure) {
    ReasonCode reason =
        switch (failure.kind()) {
          case NOT_FOUND -> ReasonCode.TargetNotFound;
          case UNUSABLE -> ReasonCode.TargetNotScalable;
          default -> ReasonCode.FailedGetScale;
        };
    return new Stop(Step.OBSERVE, reason, failure.sentence());
  }
}
