package io.gitscaler.statefile;

import io.gitscaler.policy.ScalingBehavior;
import io.gitscaler.policy.ScalingBehavior.Rate;
import io.gitscaler.policy.ScalingBehavior.RateType;
import io.gitscaler.policy.ScalingBehavior.Rules;
import io.gitscaler.policy.ScalingBehavior.SelectPolicy;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A policy's behavior as records spell it: the HPA's words, every default filled in. */
record BehaviorDocument(RulesDocument scaleUp, RulesDocument scaleDown) {
  record RulesDocument(
      BigDecimal stabilizationWindowSeconds,
      String selectPolicy,
      List<RateDocument> policies,
      @Nullable Double tolerance) {
    static RulesDocument of(Rules rules) {
      return new RulesDocument(
          Seconds.of(rules.stabilizationWindow()),
          Words.of(rules.selectPolicy()),
          rules.policies().stream().map(RateDocument::of).toList(),
          rules.tolerance());
    }

    Rules rules() {
      return new Rules(
          Seconds.span(stabilizationWindowSeconds),
          Words.read(SelectPolicy.class, selectPolicy),
          policies.stream().map(RateDocument::rate).toList(),
          tolerance);
    }
  }

  record RateDocument(String type, int value, BigDecimal periodSeconds) {
    static RateDocument of(Rate rate) {
      return new RateDocument(Words.of(rate.type()), rate.value(), Seconds.of(rate.period()));
    }

    Rate rate() {
      return new Rate(Words.read(RateType.class, type), value, Seconds.span(periodSeconds));
    }
  }

  static @Nullable BehaviorDocument of(@Nullable ScalingBehavior behavior) {
    return behavior == null
        ? null
        : new BehaviorDocument(
            RulesDocument.of(behavior.scaleUp()), RulesDocument.of(behavior.scaleDown()));
  }

  ScalingBehavior behavior() {
    return new ScalingBehavior(scaleUp.rules(), scaleDown.rules());
  }
}
