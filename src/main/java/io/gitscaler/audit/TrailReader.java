package io.gitscaler.audit;

import io.gitscaler.policy.PolicyId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Looks records up where they are kept for good. */
public interface TrailReader {
  /**
   * What is found in the records of one month, from the newest month back.
   *
   * @param month is given the lines of a month, the one that was appended last first; it need not be the newest record, for
   *     what a run left open is told later
   * @return empty where nothing is found in any month, or no trail is there yet
   * @throws io.gitscaler.failure.OutsideFailure when the trail cannot be read
   */
  <T> Optional<T> find(PolicyId policy, Function<List<Line>, Optional<T>> month);

  /**
   * A record as it was written, or whatever else stands where one belongs.
   *
   * @param where the file and the number of the line, such as {@code trail/shop/checkout/2026-03.jsonl:14}
   */
  record Line(String where, String text) {}
}
