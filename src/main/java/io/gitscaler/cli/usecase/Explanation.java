package io.gitscaler.cli.usecase;

import io.gitscaler.policy.PolicyId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a policy's decisions.
 *
 * @param decision the last decision, or with a time asked for the one that was then recorded; null where there is none
 * @param scaling the last scaling, from the trail; null where there is none, or where it is the decision itself
 * @param remarks sentences on what could not be told, such as a trail that could not be read
 */
public record Explanation(
    PolicyId policy,
    @Nullable DecisionStory decision,
    @Nullable DecisionStory scaling,
    List<String> remarks) {
  public Explanation {
    remarks = List.copyOf(remarks);
  }
}
