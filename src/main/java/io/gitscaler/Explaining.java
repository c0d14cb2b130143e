package io.gitscaler;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.gitscaler.audit.AuditRecord;
import io.gitscaler.audit.TrailReader;
import io.gitscaler.cli.Stories;
import io.gitscaler.cli.usecase.AuditPlace;
import io.gitscaler.cli.usecase.ClusterPlace;
import io.gitscaler.cli.usecase.DecisionStory;
import io.gitscaler.cli.usecase.ExplainRequest;
import io.gitscaler.cli.usecase.Explanation;
import io.gitscaler.cli.usecase.UnknownPolicyException;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.git.GitTrailReader;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.history.ShardState;
import io.gitscaler.history.StoredState;
import io.gitscaler.kubernetes.ConfigMapHomes;
import io.gitscaler.policy.Shard;
import io.gitscaler.statefile.RecordLine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds the stories that {@code explain} tells: the last decision in state, scalings and older decisions in the trail. */
record Explaining(Map<String, String> environment) {
  Explanation explain(ExplainRequest request) {
    List<String> remarks = new ArrayList<>();
    if (request.at() != null) {
      Predicate<AuditRecord> then = record -> !record.at().isAfter(request.at());
      DecisionStory story = fromTrail(request, then, remarks);
      return new Explanation(request.policy(), story, null, remarks);
    }
    StoredState state = state(request);
    ScalingHistory history = state.history(request.policy());
    DecisionStory last = Stories.last(history);
    remarks.addAll(Stories.beside(history));
    Predicate<AuditRecord> scalings = record -> record.kind().isScaling();
    DecisionStory scaling =
        later(waiting(state, request, scalings, remarks), fromTrail(request, scalings, remarks));
    if (!state.histories().containsKey(request.policy())) {
      if (scaling == null) {
        throw new UnknownPolicyException(request.policy(), state.histories().keySet(), List.of());
      }
      remarks.add("State knows nothing of this policy; the trail tells of its past.");
    }
    if (last == null && scaling == null && remarks.isEmpty()) {
      remarks.add("Nothing was decided yet.");
    }
    boolean same = last != null && scaling != null && last.at().equals(scaling.at());
    return same
        ? new Explanation(request.policy(), scaling, null, remarks)
        : new Explanation(request.policy(), last, scaling, remarks);
  }

  private StoredState state(ExplainRequest request) {
    try (KubernetesClient client = Installation.connect(request.cluster(), environment)) {
      ClusterPlace place = request.cluster();
      return new ShardState(
              new ConfigMapHomes(client, place.namespace(), place.stateName()), Shard.WHOLE)
          .load();
    }
  }

  /** The newest of what Git has not taken yet. */
  private static @Nullable DecisionStory waiting(
      StoredState state,
      ExplainRequest request,
      Predicate<AuditRecord> wanted,
      List<String> remarks) {
    AuditRecord record =
        new TrailSearch(new WaitingRecords(state), new RecordLine())
            .newest(request.policy(), wanted, remarks);
    return record == null ? null : Stories.of(record, "state, waits for Git");
  }

  private static @Nullable DecisionStory later(
      @Nullable DecisionStory one, @Nullable DecisionStory other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.at().isBefore(other.at()) ? other : one;
  }

  private @Nullable DecisionStory fromTrail(
      ExplainRequest request, Predicate<AuditRecord> wanted, List<String> remarks) {
    AuditPlace audit = request.audit();
    if (audit == null) {
      remarks.add("No trail was named; give --audit-repo to see the last scaling.");
      return null;
    }
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    TrailReader trail =
        new GitTrailReader(
            new GitPlaces(environment, temporary, new WallClock()).remote(audit),
            audit.branch(),
            temporary);
    try {
      AuditRecord record =
          new TrailSearch(trail, new RecordLine()).newest(request.policy(), wanted, remarks);
      return record == null ? null : Stories.of(record, "trail");
    } catch (OutsideFailure failure) {
      remarks.add("The trail could not be read: " + failure.sentence());
      return null;
    }
  }
}
