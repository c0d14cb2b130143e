package io.gitscaler.audit;

import io.gitscaler.policy.PolicyId;
import java.util.Optional;
import java.util.function.Predicate;

/** Looks records up where they are kept for good. */
public interface TrailReader {
  /**
   * The newest record of a policy that is accepted, as the line that was written.
   *
   * @param accepts is asked line by line, newest first
   * @return empty where there is none, or no trail yet
   * @throws io.gitscaler.failure.OutsideFailure when the trail cannot be read
   */
  Optional<String> newest(PolicyId policy, Predicate<String> accepts);
}
