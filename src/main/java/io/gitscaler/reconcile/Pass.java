package io.gitscaler.reconcile;

import io.gitscaler.audit.AuditRecord;
import io.gitscaler.audit.PolicyResult;
import io.gitscaler.audit.RunFacts;
import io.gitscaler.audit.Step;
import io.gitscaler.decision.Limits;
import io.gitscaler.decision.Recommendation;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.Intent;
import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.RunLock;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.history.StoredState;
import io.gitscaler.metric.Measurement;
import io.gitscaler.metric.MetricQuery;
import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.reconcile.RunReport.PassReport;
import io.gitscaler.workload.ClusterSnapshot;
import io.gitscaler.workload.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation of all policies: observe, measure, evaluate, limit, intend, scale, record. Each step adds a value; a crash
 * between any two of them loses nothing, because what will be done is written down before and what was done after.
 */
record Pass(
    Ports ports, RunSettings settings, RunLock.Held lock, Progress progress, Ending ending) {
  /**
   * What a pass leaves.
   *
   * @param state what is stored; where that failed, what was stored before and the scalings of this pass
   * @param stateFailure why the outcomes could not be stored; null where they are
   */
  record Done(
      PassReport report,
      StoredState state,
      List<String> notices,
      @Nullable OutsideFailure stateFailure) {
    Done with(List<String> more) {
      return new Done(
          report, state, Stream.concat(more.stream(), notices.stream()).toList(), stateFailure);
    }
  }

  Done perform(LoadedPolicies loaded, RunLog log, StoredState state, Instant now) {
    RunFacts run = log.run();
    List<ScalingPolicy> policies = loaded.policies();
    progress.step("looking at the cluster", 0, 0);
    ClusterSnapshot snapshot = ports.looking().cluster().observe(policies);
    Settlement.Settled settled =
        new Settlement(ports.looking().cluster(), snapshot, ports.format(), run)
            .settle(state, policies);
    List<PolicyResult> decided = decide(begin(policies, settled.state(), now), snapshot);
    StoredState announced = announce(decided, run, settled.state());
    progress.step("scaling", 0, 0);
    List<PolicyResult> done = scale(decided);
    progress.step("storing what was done", 0, 0);
    RollCall.Noticed noticed = new RollCall(loaded, run, now).call(announced);
    Done recorded = record(done, noticed, log, now);
    return recorded.with(noticed.notices()).with(settled.notices());
  }

  private static List<PolicyResult> begin(
      List<ScalingPolicy> policies, StoredState state, Instant now) {
    return policies.stream()
        .map(policy -> PolicyResult.begin(policy, now, state.history(policy.id()).noLaterThan(now)))
        .toList();
  }

  private List<PolicyResult> decide(List<PolicyResult> begun, ClusterSnapshot snapshot) {
    PolicyPrograms programs = programs();
    ObserveStep observe = new ObserveStep(snapshot);
    List<PolicyResult> observed =
        begun.stream().map(result -> take(Step.OBSERVE, result, observe::observe)).toList();
    List<MetricQuery> queries =
        observed.stream()
            .filter(PolicyResult::open)
            .flatMap(result -> MeasureStep.queries(result).stream())
            .toList();
    Map<MetricQuery, Measurement> readings = ports.looking().metrics().read(queries);
    MeasureStep measure = new MeasureStep(snapshot, readings, programs);
    EvaluateStep evaluate = new EvaluateStep(snapshot, programs);
    AtomicInteger done = new AtomicInteger();
    return Turns.inTurn(
        observed,
        result -> {
          PolicyResult measured = take(Step.MEASURE, result, measure::measure);
          PolicyResult evaluated = take(Step.EVALUATE, measured, evaluate::evaluate);
          progress.step("deciding", done.incrementAndGet(), observed.size());
          return evaluated.open() ? limit(evaluated) : evaluated;
        });
  }

  /** Takes a step where the policy still goes on. What it gave while the run ended counts for nothing: it may have been cut off. */
  private PolicyResult take(Step step, PolicyResult result, UnaryOperator<PolicyResult> work) {
    if (!result.open()) {
      return result;
    }
    PolicyResult taken = ending.reached() ? result : work.apply(result);
    return ending.reached() ? taken.with(ending.stop(step)) : taken;
  }

  private static PolicyResult limit(PolicyResult evaluated) {
    Workload workload = Objects.requireNonNull(evaluated.workload());
    Recommendation recommendation = Objects.requireNonNull(evaluated.recommendation());
    return evaluated.with(
        Limits.limit(
            evaluated.policy(), workload, recommendation, evaluated.before(), evaluated.at()));
  }

  /** Writes down what will be scaled, before anything is. */
  private StoredState announce(List<PolicyResult> decided, RunFacts run, StoredState state) {
    Map<PolicyId, ScalingHistory> intents = new LinkedHashMap<>();
    for (PolicyResult result : decided) {
      if (!ending.reached() && ScaleStep.wanted(result)) {
        intents.put(result.policy().id(), HistoryStep.announced(result, intent(result, run)));
      }
    }
    StoredState announced = state.withHistories(intents);
    if (!intents.isEmpty()) {
      save(announced);
    }
    return announced;
  }

  private Intent intent(PolicyResult decided, RunFacts run) {
    Workload workload = Objects.requireNonNull(decided.workload());
    return new Intent(
        run.run(),
        decided.at(),
        workload.target(),
        workload.uid(),
        workload.resourceVersion(),
        workload.specReplicas(),
        Objects.requireNonNull(decided.decision()).to(),
        ports.format().spell(Recording.announcement(decided, run)));
  }

  private List<PolicyResult> scale(List<PolicyResult> decided) {
    ScaleStep scale =
        new ScaleStep(
            ports.acting().scaler(),
            lock,
            programs(),
            ending,
            new Semaphore(settings.parallelism(), true));
    return SideBySide.map(decided, Integer.MAX_VALUE, scale::scale);
  }

  private Done record(List<PolicyResult> done, RollCall.Noticed noticed, RunLog log, Instant now) {
    RunFacts run = log.run();
    Map<PolicyId, ScalingHistory> histories = new LinkedHashMap<>();
    List<AuditRecord> records = new ArrayList<>(noticed.records());
    for (PolicyResult result : done) {
      PolicyId id = result.policy().id();
      histories.put(id, HistoryStep.after(result, noticed.state().history(id)));
      records.addAll(Recording.records(result, run));
    }
    Heartbeat.Summed summed =
        new Heartbeat(settings.heartbeat(), run, now).sum(noticed.state().withHistories(histories));
    records.addAll(summed.records());
    QueueFolding.Folded queue =
        new QueueFolding(ports.format(), run, QueueCap.of(summed.state().histories().size()))
            .fold(queued(summed.state(), records).queue());
    StoredState recorded =
        log.afterPass(
            summed.state().withQueue(queue.records()),
            done,
            ending.pace().instant(),
            summed.lastSummary());
    try {
      save(recorded);
    } catch (OutsideFailure failure) {
      // The next run finds all this anew, under other ids; but for the scalings, which it finds
      // announced.
      List<AuditRecord> scalings =
          records.stream().filter(record -> record.kind().isScaling()).toList();
      // Without the lock, nothing more is written.
      List<String> notices =
          failure.kind() == FailureKind.LEASE
              ? List.of()
              : ports.acting().events().publish(scalings);
      return new Done(
          new PassReport(now, done), queued(noticed.state(), scalings), notices, failure);
    }
    List<String> notices = new ArrayList<>(ports.acting().events().publish(records));
    queue.notice().ifPresent(notices::add);
    return new Done(new PassReport(now, done), recorded, notices, null);
  }

  private StoredState queued(StoredState state, List<AuditRecord> records) {
    List<QueuedRecord> queue = new ArrayList<>(state.queue());
    records.forEach(record -> queue.add(ports.format().spell(record)));
    return state.withQueue(queue);
  }

  private void save(StoredState state) {
    lock.confirm();
    ports.acting().state().save(state);
  }

  private PolicyPrograms programs() {
    return new PolicyPrograms(ports.looking().programs(), settings.runType(), ending);
  }
}
