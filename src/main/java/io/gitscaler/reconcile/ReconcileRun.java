package io.gitscaler.reconcile;

import io.gitscaler.audit.PolicyResult;
import io.gitscaler.audit.RunFacts;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.RunLock;
import io.gitscaler.history.StoredState;
import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.reconcile.RunReport.PassReport;
import io.gitscaler.reconcile.RunReport.TrailReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run: takes the lock, loads policies and state, makes its passes, and hands what there is to say to the trail as one
 * commit. {@code plan} is the same run over {@link Ports#observing()}.
 */
public final class ReconcileRun {
  private final Ports ports;
  private final RunSettings settings;
  private final Ending ending;
  private final Progress progress;

  public ReconcileRun(Ports ports, RunSettings settings, Ending ending, Progress progress) {
    this.progress = progress;
    this.ports = new EndingPorts(ports, ending).bounded();
    this.settings = settings;
    this.ending = ending;
  }

  /**
   * Runs from start to end.
   *
   * @throws OutsideFailure when nothing could be done and nothing was changed; everything later is in the report
   */
  public RunReport run() {
    Instant started = ending.pace().instant();
    try (RunLock.Held lock = ports.acting().lock().acquire()) {
      StoredState state = ports.acting().state().load();
      LoadedPolicies loaded = policies(state, started, lock);
      RunFacts run = new RunFacts(settings.runId(), settings.cluster(), loaded.revision());
      RunLog log = new RunLog(run, started, !loaded.problems().isEmpty());
      Publication publication =
          new Publication(ports.acting(), log, loaded.policies().size(), lock, ending.pace());
      Made made = passes(new Pass(ports, settings, lock, progress, ending), loaded, log, state);
      OutsideFailure unchanged = made.failure();
      if (unchanged != null && made.reports().isEmpty()) {
        // What waits for the trail may be what leaves no room for more.
        publication.publish(state, unchanged);
        throw unchanged;
      }
      List<String> notices = new ArrayList<>(loaded.notices());
      notices.addAll(made.notices());
      notices.addAll(keep(loaded, lock));
      if (!made.state().queue().isEmpty()) {
        progress.step("writing the trail", 0, 0);
      }
      TrailReport trail = publication.publish(made.state(), made.failure());
      return new RunReport(
          run,
          started,
          ending.pace().instant(),
          made.reports(),
          loaded.problems(),
          loaded.skipped(),
          trail,
          notices,
          made.ended());
    }
  }

  private LoadedPolicies policies(StoredState state, Instant started, RunLock.Held lock) {
    progress.step("reading policies", 0, 0);
    try {
      return ports.looking().policies().load();
    } catch (OutsideFailure nothingToDo) {
      note(nothingToDo, state, started, lock);
      throw nothingToDo;
    }
  }

  /** Leaves word of a run that could do nothing, where that is possible. */
  private void note(OutsideFailure failure, StoredState found, Instant started, RunLock.Held lock) {
    try {
      lock.confirm();
      ports
          .acting()
          .state()
          .save(
              RunLog.afterNothing(
                  found, settings.runId(), started, failure, ending.pace().instant()));
    } catch (OutsideFailure alsoNot) {
      failure.addSuppressed(alsoNot);
    }
  }

  private List<String> keep(LoadedPolicies loaded, RunLock.Held lock) {
    try {
      lock.confirm();
      return ports.acting().keeper().keep(loaded);
    } catch (OutsideFailure lost) {
      // Whoever has the lock now keeps the policies, too.
      return List.of();
    }
  }

  /**
   * The passes that were made.
   *
   * @param reports empty where the first could not be made
   * @param failure why nothing more can be stored; null where it can
   * @param ended why not all was done; null where it was
   */
  private record Made(
      StoredState state,
      List<PassReport> reports,
      List<String> notices,
      @Nullable OutsideFailure failure,
      @Nullable OutsideFailure ended) {}

  private Made passes(Pass pass, LoadedPolicies loaded, RunLog log, StoredState loadedState) {
    StoredState state = loadedState;
    List<PassReport> reports = new ArrayList<>();
    List<String> notices = new ArrayList<>();
    OutsideFailure failure = null;
    for (int number = 0; number < settings.passes() && failure == null; number++) {
      Instant start = log.started().plus(settings.interval().multipliedBy(number));
      if (number > 0 && !ending.await(start)) {
        break;
      }
      try {
        Pass.Done done = pass.perform(loaded, log, state, ending.pace().instant());
        state = done.state();
        if (!reports.isEmpty()) {
          reports.add(reports.removeLast().news());
        }
        reports.add(done.report());
        notices.addAll(done.notices());
        failure = done.stateFailure();
      } catch (OutsideFailure unchanged) {
        // Earlier passes may have scaled; they are reported, and their records are pushed.
        failure = unchanged;
      }
    }
    return new Made(state, reports, notices, failure, endedEarly(reports));
  }

  private @Nullable OutsideFailure endedEarly(List<PassReport> made) {
    boolean all =
        made.size() == settings.passes()
            && made.getLast().results().stream().noneMatch(PolicyResult::skipped);
    return all ? null : ending.failure();
  }
}
