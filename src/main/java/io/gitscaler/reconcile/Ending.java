package io.gitscaler.reconcile;

import io.gitscaler.audit.Step;
import io.gitscaler.audit.Stop;
import io.gitscaler.decision.ReasonCode;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * When a run must end before all is done: at its deadline, because it was told to, or because it lost the Lease. From then on
 * nothing is begun that changes the cluster, and what is under way is given up in turn, so that what was done is stored and told
 * within {@link #RESERVE}. Without the Lease nothing is stored, but what this run scaled is told all the same.
 *
 * <p>Giving up interrupts. What was sent may still arrive, as after a crash, and is settled as after a crash.
 */
public final class Ending implements AutoCloseable {
  /** From the end of the work to the end of the run: for storing what was done and for the push. */
  public static final Duration RESERVE = Duration.ofSeconds(4);

  /** How long what was given up may take to clean up behind itself. */
  private static final Duration UNWINDING = Duration.ofMillis(200);

  /** What may be under way, with how many quarters of the reserve it has left when the run must end. */
  enum Work {
    /** Reading, measuring, waiting: nothing is lost with it. */
    LOOKING(0),
    /** Requests that change replicas: what became of them is worth a moment. */
    SCALING(1),
    PUBLISHING(3),
    STORING(4);

    private final int quarters;

    Work(int quarters) {
      this.quarters = quarters;
    }
  }

  private record Why(ReasonCode code, OutsideFailure failure) {}

  private record UnderWay(Work work, Runnable giveUp) {}

  private final Pace pace;
  private final List<Pace.Alarm> alarms = new ArrayList<>();
  private final Set<Work> over = EnumSet.noneOf(Work.class);
  private final List<UnderWay> underWay = new ArrayList<>();
  private volatile @Nullable Why why;

  /** For a run that takes the time that it takes. */
  public Ending(Pace pace) {
    this.pace = pace;
  }

  /**
   * For a run that is over after this time; its work ends {@link #RESERVE} earlier, or half the time where that is less.
   *
   * @param deadline from now on
   */
  public static Ending after(Pace pace, Duration deadline) {
    Ending ending = new Ending(pace);
    Duration half = deadline.dividedBy(2);
    Duration reserve = half.compareTo(RESERVE) < 0 ? half : RESERVE;
    Why reached =
        new Why(
            ReasonCode.DeadlineExceeded,
            failure(
                "had to end, because its deadline of " + seconds(deadline) + " was near",
                "Raise --deadline, or find out what took so long."));
    ending.alarm(pace.instant().plus(deadline).minus(reserve), () -> ending.end(reached, reserve));
    return ending;
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + "s"
        : duration.toMillis() + "ms";
  }

  private static OutsideFailure failure(String what, String advice) {
    return new OutsideFailure(FailureKind.ENDED, "the run", what, advice);
  }

  /**
   * Ends the run because somebody says so.
   *
   * @param who such as {@code SIGTERM}
   */
  public void tell(String who) {
    OutsideFailure told =
        failure("was told to end by " + who, "The next run goes on where it stopped.");
    end(new Why(ReasonCode.Terminated, told), RESERVE);
  }

  /** Ends the run because the lock is not its own any more. */
  void lost(OutsideFailure lease) {
    end(new Why(ReasonCode.LeaseLost, lease), RESERVE);
  }

  /** The first reason counts. */
  private void end(Why reason, Duration reserve) {
    synchronized (this) {
      if (why != null) {
        return;
      }
      why = reason;
    }
    Instant now = pace.instant();
    for (Work work : Work.values()) {
      Duration left = reserve.multipliedBy(work.quarters).dividedBy(4);
      if (left.isZero()) {
        giveUp(work);
      } else {
        alarm(now.plus(left), () -> giveUp(work));
      }
    }
  }

  private void alarm(Instant time, Runnable then) {
    Pace.Alarm alarm = pace.at(time, then);
    synchronized (this) {
      alarms.add(alarm);
    }
  }

  private void giveUp(Work work) {
    List<UnderWay> given;
    synchronized (this) {
      over.add(work);
      given = underWay.stream().filter(one -> one.work() == work).toList();
      underWay.removeAll(given);
    }
    given.forEach(one -> one.giveUp().run());
  }

  /** Whether nothing more may be begun. */
  boolean reached() {
    return why != null;
  }

  /** Why the run ends; null as long as it goes on. */
  @Nullable OutsideFailure failure() {
    Why reason = why;
    return reason == null ? null : reason.failure();
  }

  /** How a policy is marked that was not dealt with for that. */
  Stop stop(Step step) {
    Why reason = Objects.requireNonNull(why);
    return new Stop(
        step,
        reason.code(),
        "skipped: "
            + reason.failure().sentence()
            + " The target keeps its replicas, the policy its history.");
  }

  Pace pace() {
    return pace;
  }

  /** Waits; whether the time has come and the run goes on. */
  boolean await(Instant start) {
    Supplier<Boolean> waiting =
        () -> {
          try {
            pace.until(start);
            return true;
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
          }
        };
    return within(Work.LOOKING, waiting, ended -> false) && !reached();
  }

  /** Does this once when such work is given up; at once where that has happened. */
  void whenGivenUp(Work work, Runnable then) {
    if (!begin(new UnderWay(work, then))) {
      then.run();
    }
  }

  /** The same; what was given up fails with the reason. */
  <T> T within(Work work, Supplier<T> call) {
    return within(
        work,
        call,
        ended -> {
          throw ended;
        });
  }

  /**
   * Does something that may take long, and no longer than such work may.
   *
   * @param givenUp what it gives when it was given up or is too late to begin
   */
  <T> T within(Work work, Supplier<T> call, Function<OutsideFailure, T> givenUp) {
    FutureTask<T> task = new FutureTask<>(call::get);
    Thread thread = Thread.ofVirtual().unstarted(task);
    UnderWay doing = new UnderWay(work, () -> task.cancel(true));
    if (!begin(doing)) {
      return givenUp.apply(Objects.requireNonNull(failure()));
    }
    try {
      thread.start();
      return task.get();
    } catch (CancellationException given) {
      unwind(thread);
      return givenUp.apply(Objects.requireNonNull(failure()));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      if (e.getCause() instanceof Error thrown) {
        throw thrown;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      done(doing);
    }
  }

  private synchronized boolean begin(UnderWay doing) {
    return !over.contains(doing.work()) && underWay.add(doing);
  }

  private synchronized void done(UnderWay doing) {
    underWay.remove(doing);
  }

  private static void unwind(Thread thread) {
    try {
      thread.join(UNWINDING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The run is over; nothing is given up any more. */
  @Override
  public synchronized void close() {
    alarms.forEach(Pace.Alarm::cancel);
    underWay.clear();
  }
}
