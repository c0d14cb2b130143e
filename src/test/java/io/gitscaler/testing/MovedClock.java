package io.gitscaler.testing;

import io.gitscaler.reconcile.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A clock that a test moves by hand. Who wants to be called is called while it moves, in the mover's thread, at the time that was asked for. */
public final class MovedClock implements Pace {
  private record Call(Instant time, Runnable then) {}

  private final List<Call> calls = new ArrayList<>();
  private Instant now;

  public MovedClock(Instant start) {
    now = start;
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  public void later(Duration by) {
    move(instant().plus(by));
  }

  /** As somebody does who corrects it. */
  public synchronized void putBack(Duration by) {
    now = now.minus(by);
  }

  /** Waiting takes no time; the clock moves instead. */
  @Override
  public void until(Instant start) {
    if (start.isAfter(instant())) {
      move(start);
    }
  }

  @Override
  public Alarm at(Instant time, Runnable then) {
    Call call = new Call(time, then);
    synchronized (this) {
      calls.add(call);
    }
    return () -> takeBack(call);
  }

  private synchronized void takeBack(Call call) {
    calls.remove(call);
  }

  private void move(Instant to) {
    for (Optional<Call> due = next(to); due.isPresent(); due = next(to)) {
      due.get().then().run();
    }
  }

  /** The next call up to then, with the clock moved to its time; empty, with the clock at the end of the move, where none is left. */
  private synchronized Optional<Call> next(Instant to) {
    Optional<Call> due =
        calls.stream()
            .filter(call -> !call.time().isAfter(to))
            .min(Comparator.comparing(Call::time));
    Instant time = due.map(Call::time).orElse(to);
    now = time.isAfter(now) ? time : now;
    due.ifPresent(calls::remove);
    return due;
  }
}
