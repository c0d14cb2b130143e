package io.gitscaler;

import io.gitscaler.cli.usecase.EndedBySignalException;
import io.gitscaler.reconcile.Ending;
import io.gitscaler.reconcile.Pace;
import io.gitscaler.reconcile.RunReport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Ends a demonstration when a signal says so: the run that is under way ends in order, and no other begins. */
final class DemoEnding {
  private Signals.@Nullable Received signal;
  private @Nullable Ending underWay;

  synchronized void tell(Signals.Received received) {
    signal = received;
    if (underWay != null) {
      underWay.tell(received.name());
    }
  }

  /**
   * Makes one of the demonstration's runs.
   *
   * @throws EndedBySignalException where a signal came before its end
   */
  RunReport within(Pace pace, Function<Ending, RunReport> run) {
    try (Ending ending = new Ending(pace)) {
      next(ending);
      try {
        return run.apply(ending);
      } finally {
        // Whatever the run came to, what ended it is the signal.
        next(null);
      }
    }
  }

  private synchronized void next(@Nullable Ending ending) {
    if (signal != null) {
      throw new EndedBySignalException(
          signal.number(),
          "the demonstration was ended by "
              + signal.name()
              + ". What it made so far is in its folder; the next one empties it.");
    }
    underWay = ending;
  }
}
