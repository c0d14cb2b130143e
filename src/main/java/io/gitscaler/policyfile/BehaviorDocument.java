package io.gitscaler.policyfile;

import io.gitscaler.policy.Quantity;
import io.gitscaler.policy.ScalingBehavior;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The HorizontalPodAutoscalerBehavior of autoscaling/v2 as it is written. */
record BehaviorDocument(
    @Field("For scaling out. Default: window 0, at most 4 pods or 100 percent in 15 seconds.")
        @Nullable Rules scaleUp,
    @Field(
            "For scaling in. Default: the window of downscaleStabilization, at most 100 percent in 15"
                + " seconds.")
        @Nullable Rules scaleDown) {
  /** The rules of one direction. */
  record Rules(
      @Field(
              value =
                  "For how many seconds earlier recommendations hold the target back. Default 0 for"
                      + " scaling out, downscaleStabilization for scaling in.",
              max = 3600)
          @Nullable Integer stabilizationWindowSeconds,
      @Field(
              value = "Which of several policies counts; Disabled forbids this direction.",
              standard = "Max")
          ScalingBehavior.SelectPolicy selectPolicy,
      @Field(value = "How much may change within a period.", minItems = 1) List<Rate> policies,
      @Field("Replaces the policy's tolerance in this direction; with metrics only.")
          @Nullable Quantity tolerance) {}

  /** A velocity. */
  record Rate(
      @Field(value = "What the value counts.", required = true)
          ScalingBehavior.@Nullable RateType type,
      @Field(value = "How many pods or percent.", required = true, min = 1) @Nullable Integer value,
      @Field(value = "Within how many seconds.", required = true, min = 1, max = 1800)
          @Nullable Integer periodSeconds) {}
}
