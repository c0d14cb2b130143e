package io.gitscaler.audit;

import io.gitscaler.policy.PolicyId;
import java.util.Optional;
import java.util.function.Predicate;

/** Looks records up where they are kept for good. */
public interface TrailReader {
  /**
   * The newest record of a policy that is accepted.
   *
   * @param accepts is asked line by line, newest first
   * @return empty where there is none, or no trail yet
   * @throws io.gitscaler.failure.OutsideFailure when the trail cannot be read
   */
  Optional<Line> newest(PolicyId policy, Predicate<Line> accepts);

  /**
   * A record as it was written, or whatever else stands where one belongs.
   *
   * @param where the file and the number of the line, such as {@code trail/shop/checkout/2026-03.jsonl:14}
   */
  record Line(String where, String text) {}
}
