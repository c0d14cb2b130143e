package io.gitscaler.cli;

import io.gitscaler.reconcile.Progress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Shows how far long work has come, at most ten times a second. */
final class ProgressLine implements Progress {
  private static final long BETWEEN_NANOS = Duration.ofMillis(100).toNanos();

  private final Stderr stderr;
  private final LongSupplier nanoTime;
  private final AtomicLong next;

  ProgressLine(Stderr stderr, LongSupplier nanoTime) {
    this.stderr = stderr;
    this.nanoTime = nanoTime;
    this.next = new AtomicLong(nanoTime.getAsLong());
  }

  @Override
  public void step(String what, int done, int of) {
    long now = nanoTime.getAsLong();
    long due = next.get();
    if (now - due >= 0 && next.compareAndSet(due, now + BETWEEN_NANOS)) {
      stderr.status(what + amount(done, of));
    }
  }

  private static String amount(int done, int of) {
    if (of > 0) {
      return " " + done + "/" + of;
    }
    return done > 0 ? " " + done : "";
  }
}
