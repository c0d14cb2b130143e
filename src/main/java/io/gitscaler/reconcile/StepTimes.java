package io.gitscaler.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Passes on how far a run is, and remembers how long it was at what. May be told by several threads. */
public final class StepTimes implements Progress {
  private final Progress next;
  private final InstantSource clock;
  private final Map<String, Duration> times = new LinkedHashMap<>();
  private @Nullable String current;
  private Instant since;

  public StepTimes(Progress next, InstantSource clock) {
    this.next = next;
    this.clock = clock;
    this.since = clock.instant();
  }

  @Override
  public void step(String what, int done, int of) {
    next.step(what, done, of);
    turnTo(what);
  }

  private synchronized void turnTo(@Nullable String what) {
    if (what != null && what.equals(current)) {
      return;
    }
    Instant now = clock.instant();
    if (current != null) {
      times.merge(current, Duration.between(since, now), Duration::plus);
    }
    current = what;
    since = now;
  }

  /** How long the run was at what until now; steps that come again count together. */
  public synchronized Map<String, Duration> soFar() {
    turnTo(null);
    return new LinkedHashMap<>(times);
  }
}
