package io.gitscaler.importing;

import io.gitscaler.policy.MetricTarget;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.TargetRef;
import io.gitscaler.policyfile.Place;
import io.gitscaler.policyfile.PolicyDraft;
import io.gitscaler.policyfile.PolicyDrafts;
import io.gitscaler.policyfile.YamlNode;
import io.gitscaler.policyfile.YamlNode.Sequence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The policy that does what {@code kubectl autoscale} would have a HorizontalPodAutoscaler do.
 *
 * @param minReplicas 1 or more; null for the default of Kubernetes, 1
 * @param goals what to hold of each resource; empty for the default of Kubernetes, 80% of the requested cpu
 */
public record KubectlAutoscale(
    PolicyId id,
    TargetRef target,
    @Nullable Integer minReplicas,
    int maxReplicas,
    SortedMap<String, MetricTarget> goals) {
  private static final int DEFAULT_MIN = 1;
  private static final SortedMap<String, MetricTarget> DEFAULT_GOALS =
      new TreeMap<>(Map.of("cpu", new MetricTarget.Utilization(80)));

  /** The policy, or what is wrong with the names. */
  public PolicyDrafts.Outcome policy() {
    Place place = Place.START;
    int min = minReplicas == null ? DEFAULT_MIN : minReplicas;
    Fields spec =
        new Fields(place)
            .put(
                "scaleTargetRef",
                new Fields(place)
                    .put("apiVersion", target.apiVersion())
                    .put("kind", target.kind())
                    .put("name", Fields.text(place, target.name())))
            .put("minReplicas", String.valueOf(min))
            .put("maxReplicas", String.valueOf(maxReplicas))
            .put("metrics", new Sequence(place, null, metrics(place)));
    Fields policy =
        new Fields(place)
            .put("apiVersion", "gitscaler.io/v1alpha1")
            .put("kind", "ScalerPolicy")
            .put(
                "metadata",
                new Fields(place)
                    .put("name", Fields.text(place, id.name()))
                    .put("namespace", Fields.text(place, id.namespace())))
            .put("spec", spec);
    PolicyDraft draft =
        new PolicyDraft(
            "autoscale",
            Path.of("").toAbsolutePath(),
            policy.mapping(),
            "gitscaler autoscale " + target,
            List.of(),
            List.of(),
            any -> "autoscale");
    return PolicyDrafts.write(List.of(draft));
  }

  private List<YamlNode> metrics(Place place) {
    List<YamlNode> metrics = new ArrayList<>();
    (goals.isEmpty() ? DEFAULT_GOALS : goals)
        .forEach((resource, goal) -> metrics.add(metric(place, resource, goal).mapping()));
    return metrics;
  }

  private static Fields metric(Place place, String resource, MetricTarget goal) {
    return switch (goal) {
      case MetricTarget.Utilization share ->
          HpaConverter.resource(
              place,
              resource,
              "Utilization",
              "averageUtilization",
              Fields.word(place, String.valueOf(share.percent())));
      case MetricTarget.AverageValue amount ->
          HpaConverter.resource(
              place,
              resource,
              "AverageValue",
              "averageValue",
              Fields.text(place, amount.value().toString()));
      case MetricTarget.Value whole ->
          throw new IllegalArgumentException("kubectl autoscale holds no total, such as " + whole);
    };
  }
}
