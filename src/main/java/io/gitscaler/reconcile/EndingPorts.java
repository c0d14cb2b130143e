package io.gitscaler.reconcile;

import io.gitscaler.audit.AuditTrail.Published;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.RunLock;
import io.gitscaler.history.StateStore;
import io.gitscaler.history.StoredState;
import io.gitscaler.metric.Measurement;
import io.gitscaler.metric.MetricQuery;
import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.PolicySource;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.policy.TargetRef;
import io.gitscaler.reconcile.Ending.Work;
import io.gitscaler.workload.ClusterReader;
import io.gitscaler.workload.ClusterSnapshot;
import io.gitscaler.workload.PodSnapshot;
import io.gitscaler.workload.ScaleOutcome;
import io.gitscaler.workload.Sight;
import io.gitscaler.workload.Workload;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ports of a run that may have to end. What is given up then answers in the port's own words: not seen, unavailable, unknown,
 * not published.
 */
record EndingPorts(Ports ports, Ending ending) {
  Ports bounded() {
    Ports.Looking looking = ports.looking();
    Ports.Acting acting = ports.acting();
    ending.whenGivenUp(Work.LOOKING, looking.programs()::stop);
    return new Ports(
        new Ports.Looking(
            new EndingPolicies(looking.policies(), ending),
            new EndingCluster(looking.cluster(), ending),
            queries ->
                ending.within(
                    Work.LOOKING,
                    () -> looking.metrics().read(queries),
                    ended -> unread(queries, ended)),
            looking.programs()),
        new Ports.Acting(
            lock(acting.lock()),
            new EndingState(acting.state(), ending),
            change ->
                ending.within(
                    Work.SCALING,
                    () -> acting.scaler().scale(change),
                    ended -> new ScaleOutcome.Unknown(ended.sentence())),
            records ->
                ending.within(
                    Work.SCALING,
                    () -> acting.events().publish(records),
                    ended -> List.of("Events: " + ended.sentence())),
            (records, run, policies, known) ->
                ending.within(
                    Work.PUBLISHING,
                    () -> acting.trail().publish(records, run, policies, known),
                    Published::nothing),
            loaded ->
                ending.within(
                    Work.LOOKING, () -> acting.keeper().keep(loaded), ended -> List.of())),
        ports.format());
  }

  /** The lock may be taken a moment after the end, so that it is not left behind without anybody to give it back. */
  private RunLock lock(RunLock lock) {
    return () -> new WatchedLock(ending.within(Work.SCALING, lock::acquire), ending);
  }

  private static Map<MetricQuery, Measurement> unread(
      Collection<MetricQuery> queries, OutsideFailure ended) {
    Map<MetricQuery, Measurement> readings = new LinkedHashMap<>();
    Measurement unread = new Measurement.Unavailable(Measurement.Why.READ_FAILED, ended.sentence());
    queries.forEach(query -> readings.put(query, unread));
    return readings;
  }

  private record EndingPolicies(PolicySource policies, Ending ending) implements PolicySource {
    @Override
    public LoadedPolicies load() {
      return ending.within(Work.LOOKING, policies::load);
    }

    @Override
    public void close() {
      policies.close();
    }
  }

  private record EndingState(StateStore state, Ending ending) implements StateStore {
    @Override
    public StoredState load() {
      return ending.within(Work.LOOKING, state::load);
    }

    @Override
    public void save(StoredState wanted) {
      ending.within(
          Work.STORING,
          () -> {
            state.save(wanted);
            return wanted;
          });
    }
  }

  private record EndingCluster(ClusterReader cluster, Ending ending) implements ClusterReader {
    @Override
    public ClusterSnapshot observe(List<ScalingPolicy> policies) {
      return ending.within(Work.LOOKING, () -> cluster.observe(policies), Unseen::new);
    }

    @Override
    public Sight<Workload> look(String namespace, TargetRef target) {
      return ending.within(
          Work.LOOKING, () -> cluster.look(namespace, target), ended -> Sight.failed(ended));
    }
  }

  /** A look that was given up. */
  private record Unseen(OutsideFailure ended) implements ClusterSnapshot {
    @Override
    public Sight<Workload> workload(ScalingPolicy policy) {
      return Sight.failed(ended);
    }

    @Override
    public Sight<List<PodSnapshot>> pods(Workload workload) {
      return Sight.failed(ended);
    }

    @Override
    public Sight<Optional<String>> rival(ScalingPolicy policy) {
      return Sight.failed(ended);
    }

    @Override
    public Sight<List<PolicyId>> sharingPods(ScalingPolicy policy) {
      return Sight.failed(ended);
    }
  }
}
