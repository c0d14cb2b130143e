package io.gitscaler.testing;

import io.gitscaler.history.RunLock;

class InMemoryRunLockTest extends RunLockContract {
  private final InMemoryRunLock.Place place = new InMemoryRunLock.Place();

  @Override
  protected RunLock lock(String run) {
    return new InMemoryRunLock(place, run, DURATION, clock);
  }
}
