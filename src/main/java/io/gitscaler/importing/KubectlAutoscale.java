package io.gitscaler.importing;

import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.TargetRef;
import io.gitscaler.policyfile.Place;
import io.gitscaler.policyfile.PolicyDraft;
import io.gitscaler.policyfile.PolicyDrafts;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The policy that does what {@code kubectl autoscale} would have a HorizontalPodAutoscaler do.
 *
 * @param minReplicas 1 or more; null for the default of Kubernetes, 1
 * @param cpuPercent 1 or more; null for the default of Kubernetes, 80
 */
public record KubectlAutoscale(
    PolicyId id,
    TargetRef target,
    @Nullable Integer minReplicas,
    int maxReplicas,
    @Nullable Integer cpuPercent) {
  private static final int DEFAULT_MIN = 1;
  private static final int DEFAULT_CPU = 80;

  /** The policy, or what is wrong with the names. */
  public PolicyDrafts.Outcome policy() {
    Place place = Place.START;
    int min = minReplicas == null ? DEFAULT_MIN : minReplicas;
    int percent = cpuPercent == null ? DEFAULT_CPU : cpuPercent;
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
            .put(
                "metrics",
                HpaConverter.cpu(place, Fields.word(place, String.valueOf(percent))).asOnlyItem());
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
}
