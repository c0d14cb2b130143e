package io.gitscaler.statefile;

import io.gitscaler.history.TrailMark;
import java.math.BigDecimal;

/** How far the trail is known to reach, as state spells it. */
record TrailDocument(String repository, String branch, String commit, BigDecimal at) {
  static TrailDocument of(TrailMark mark) {
    return new TrailDocument(
        mark.repository(), mark.branch(), mark.commit(), Seconds.of(mark.at()));
  }

  TrailMark mark() {
    return new TrailMark(repository, branch, commit, Seconds.instant(at));
  }
}
