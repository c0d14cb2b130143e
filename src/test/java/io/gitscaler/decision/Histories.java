package io.gitscaler.decision;

import io.gitscaler.history.ScalingHistory;
import io.gitscaler.history.ScalingHistory.Change;
import io.gitscaler.history.ScalingHistory.Recommended;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds histories for tests, with ages in seconds before {@link Readings#NOW}. */
final class Histories {
  private final List<Recommended> recommendations = new ArrayList<>();
  private final List<Change> changes = new ArrayList<>();
  private boolean scaledToZero;
  private @Nullable Instant lastSeen = Readings.NOW.minusSeconds(15);

  private Histories() {}

  /** Of a policy that was last dealt with 15 seconds ago. */
  static Histories recent() {
    return new Histories();
  }

  Histories asked(int replicas, int secondsAgo) {
    recommendations.add(new Recommended(Readings.NOW.minusSeconds(secondsAgo), replicas));
    return this;
  }

  Histories changed(int by, int secondsAgo) {
    changes.add(new Change(Readings.NOW.minusSeconds(secondsAgo), by));
    return this;
  }

  Histories scaledToZero() {
    scaledToZero = true;
    return this;
  }

  Histories seen(int secondsAgo) {
    lastSeen = Readings.NOW.minusSeconds(secondsAgo);
    return this;
  }

  ScalingHistory build() {
    recommendations.sort(Comparator.comparing(Recommended::at));
    changes.sort(Comparator.comparing(Change::at));
    return new ScalingHistory(
        recommendations,
        changes,
        scaledToZero,
        lastSeen,
        "fingerprint",
        null,
        false,
        null,
        null,
        null,
        Map.of());
  }
}
