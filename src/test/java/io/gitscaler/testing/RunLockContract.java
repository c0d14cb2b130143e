package io.gitscaler.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.RunLock;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every lock must do. A test of one extends this. */
public abstract class RunLockContract {
  protected static final Duration DURATION = Duration.ofSeconds(60);

  protected final MovedClock clock = new MovedClock(Instant.parse("2026-11-22T09:00:00Z"));

  /** The test's one lock, as this run would open it; it expires after {@link #DURATION}. */
  protected abstract RunLock lock(String run);

  @Test
  void isHeldByOneRunAtATime() {
    RunLock.Held first = lock("first").acquire();
    assertLease(() -> lock("second").acquire());
    first.confirm();
    first.close();
    lock("second").acquire().close();
  }

  @Test
  void isTakenOverOnceItExpired() {
    RunLock.Held first = lock("first").acquire();
    clock.later(DURATION);
    RunLock.Held second = lock("second").acquire();
    assertLease(first::confirm);
    assertLease(first::confirm);
    second.confirm();
  }

  @Test
  void doesNotExpireWhileItIsConfirmed() {
    RunLock.Held first = lock("first").acquire();
    for (int i = 0; i < 10; i++) {
      clock.later(DURATION.dividedBy(2));
      first.confirm();
      assertLease(() -> lock("second").acquire());
    }
  }

  @Test
  void aHolderThatLostItDoesNotGiveItAwayOnClosing() {
    RunLock.Held first = lock("first").acquire();
    clock.later(DURATION);
    RunLock.Held second = lock("second").acquire();
    first.close();
    assertLease(() -> lock("third").acquire());
    second.confirm();
  }

  @Test
  void mayBeClosedTwice() {
    RunLock.Held first = lock("first").acquire();
    first.close();
    RunLock.Held second = lock("second").acquire();
    first.close();
    assertLease(() -> lock("third").acquire());
    second.confirm();
  }

  protected static void assertLease(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            OutsideFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(FailureKind.LEASE));
  }
}
