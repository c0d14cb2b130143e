package io.gitscaler.reconcile;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.RunLock;
import io.gitscaler.reconcile.Ending.Work;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/** Keeps a lock that is held for long, however long a program, a push or a wait takes, and ends the run when it is lost. */
final class WatchedLock implements RunLock.Held {
  private final RunLock.Held held;
  private final Ending ending;
  private final ReentrantLock looking = new ReentrantLock();
  private Pace.Alarm next = () -> {};
  private boolean closed;

  WatchedLock(RunLock.Held held, Ending ending) {
    this.held = held;
    this.ending = ending;
    watch();
  }

  private synchronized void watch() {
    if (!closed) {
      Pace pace = ending.pace();
      next = pace.at(pace.instant().plus(held.confirmEvery()), this::look);
    }
  }

  private synchronized boolean closed() {
    return closed;
  }

  private void look() {
    looking.lock();
    try {
      if (!closed()) {
        confirm();
      }
    } catch (OutsideFailure failure) {
      // What is no loss is tried again; whoever writes before that hears of it.
      if (failure.kind() == FailureKind.LEASE) {
        return;
      }
    } finally {
      looking.unlock();
    }
    watch();
  }

  @Override
  public void confirm() {
    try {
      held.confirm();
    } catch (OutsideFailure failure) {
      if (failure.kind() == FailureKind.LEASE) {
        ending.lost(failure);
      }
      throw failure;
    }
  }

  @Override
  public Duration confirmEvery() {
    return held.confirmEvery();
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      next.cancel();
    }
    ending.within(Work.STORING, this::giveBack, ended -> held);
  }

  private RunLock.Held giveBack() {
    looking.lock();
    try {
      held.close();
      return held;
    } finally {
      looking.unlock();
    }
  }
}
