package io.gitscaler.policyfile;

import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.policyfile.MetricDocument.TargetType;
import io.gitscaler.policyfile.PodTemplates.PodTemplate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Warns of targets in percent of a request that the target's manifest does not make. */
record RequestWarnings(PodTemplates templates) {
  void look(DocumentReading document, Warnings warnings) {
    PolicyDocument.Spec spec = document.document().spec();
    ScalingPolicy policy = document.policy();
    if (spec == null || policy == null) {
      return;
    }
    PodTemplate template = templates.of(policy.id(), policy.target());
    if (template == null) {
      return;
    }
    for (MetricDocument metric : spec.metrics()) {
      MetricDocument.Resource resource = metric.resource();
      MetricDocument.ContainerResource ofContainer = metric.containerResource();
      if (resource != null) {
        look(template, resource.name(), null, resource.target(), warnings);
      } else if (ofContainer != null) {
        look(template, ofContainer.name(), ofContainer.container(), ofContainer.target(), warnings);
      }
    }
  }

  private static void look(
      PodTemplate template,
      @Nullable String resource,
      @Nullable String container,
      MetricDocument.@Nullable Target target,
      Warnings warnings) {
    if (resource == null || target == null || target.type() != TargetType.UTILIZATION) {
      return;
    }
    if (container == null && template.pod().contains(resource)) {
      return;
    }
    List<String> without =
        template.containers().entrySet().stream()
            .filter(it -> container == null || it.getKey().equals(container))
            .filter(it -> !it.getValue().contains(resource))
            .map(Map.Entry::getKey)
            .toList();
    if (!without.isEmpty()) {
      warnings.add(
          target,
          "averageUtilization",
          "The manifest at %s has no request of %s for %s, and a percentage needs one. Add resources.requests.%s there unless a LimitRange does, or write a target of type AverageValue."
              .formatted(
                  template.where(),
                  resource,
                  String.join(", ", without.stream().map(Wording::cut).toList()),
                  resource));
    }
  }
}
