package io.gitscaler.workload;

import io.gitscaler.policy.TargetRef;
import org.jspecify.annotations.Nullable;

/**
 * What a pass saw of a target.
 *
 * @param uid never empty, as the version
 * @param resourceVersion the version that a decision is based on; the precondition of scaling, which the API server takes an empty
 *     one not to be
 * @param specReplicas what was asked for; "current" in every rule unless a rule says otherwise
 * @param statusReplicas what is there
 * @param selector the pod selector in the form of a query parameter; empty where the target has none
 * @param document the object as JSON, for programs; null where no program needs it
 */
public record Workload(
    String namespace,
    TargetRef target,
    String uid,
    String resourceVersion,
    int specReplicas,
    int statusReplicas,
    String selector,
    @Nullable String document) {
  public Workload {
    if (uid.isEmpty() || resourceVersion.isEmpty()) {
      throw new IllegalArgumentException("it has no uid or no resourceVersion");
    }
  }

  /** The same without the object as JSON. */
  public Workload withoutDocument() {
    return new Workload(
        namespace, target, uid, resourceVersion, specReplicas, statusReplicas, selector, null);
  }
}
