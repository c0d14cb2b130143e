package io.gitscaler.policyfile;

import io.gitscaler.policy.ReplicaBounds;
import io.gitscaler.policy.ScalingPolicy;

/** Warns of bounds that leave nothing to decide. */
final class BoundsWarnings {
  private BoundsWarnings() {}

  static void look(DocumentReading document, Warnings warnings) {
    PolicyDocument.Spec spec = document.document().spec();
    ScalingPolicy policy = document.policy();
    if (spec == null || policy == null) {
      return;
    }
    ReplicaBounds bounds = policy.bounds();
    if (bounds.min() == bounds.max()) {
      String field = document.binding().has(spec, "maxReplicas") ? "maxReplicas" : "minReplicas";
      warnings.add(
          spec,
          field,
          "minReplicas and maxReplicas are both %d, so the target never scales. Raise maxReplicas, or use pause to hold the target."
              .formatted(bounds.max()));
    }
  }
}
