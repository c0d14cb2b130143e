package io.gitscaler.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.gitscaler.workload.ReplicaChange;
import io.gitscaler.workload.ScaleOutcome;
import io.gitscaler.workload.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One change on its way to the target. */
final class ScaleAttempts {
  private static final int MOST = 5;

  /** Of a server that is busy; a longer one is left to the next pass, which decides anew. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final ApiRequests requests;
  private final ReplicaChange change;
  private final Workload workload;
  private final String where;
  private final String path;
  private String version;

  /** Whether a request was sent of which nobody knows yet what became of it. */
  private boolean unanswered;

  ScaleAttempts(ApiRequests requests, ResourceKind kind, ReplicaChange change) {
    this.requests = requests;
    this.change = change;
    workload = change.workload();
    where = kind.where(workload.namespace(), workload.target().name());
    path = kind.path(workload.namespace()) + "/" + workload.target().name() + "/scale";
    version = workload.resourceVersion();
  }

  /** What an attempt needs. */
  static List<Right> rights(ResourceKind kind, String name) {
    return List.of(
        Right.to("update", kind).named(name).at("scale"),
        Right.to("get", kind).named(name).at("scale"));
  }

  /** Tries until it is known what became of the change, a few times at most. */
  ScaleOutcome carryOut() {
    for (int attempt = 1; ; attempt++) {
      KubernetesClientException problem;
      try {
        JsonNode scaled = requests.sendOnce("PUT", path + "?fieldManager=gitscaler", body());
        if (isOurs(scaled) && count(scaled).equals(OptionalInt.of(change.to()))) {
          return new ScaleOutcome.Applied(version(scaled));
        }
        problem = new KubernetesClientException("the answer is no scale");
      } catch (KubernetesClientException e) {
        problem = e;
      }
      boolean answered = problem.getCode() > 0 && problem.getCode() < 500;
      if (answered && problem.getCode() != 409 && problem.getCode() != 429) {
        return refused(problem);
      }
      unanswered |= !answered;
      if (problem.getCode() == 429 && !waited(problem)) {
        return notCarriedOut(problem);
      }
      Optional<ScaleOutcome> settled = lookAgain();
      if (settled.isPresent()) {
        return settled.get();
      }
      if (attempt == MOST) {
        return notCarriedOut(problem);
      }
    }
  }

  /** Waits as long as the server asks for; false where that is more than a run can wait. */
  private static boolean waited(KubernetesClientException busy) {
    StatusDetails details = busy.getStatus() == null ? null : busy.getStatus().getDetails();
    Integer seconds = details == null ? null : details.getRetryAfterSeconds();
    Duration asked = seconds == null ? Duration.ZERO : Duration.ofSeconds(seconds);
    if (asked.compareTo(LONGEST_WAIT) > 0) {
      return false;
    }
    try {
      Thread.sleep(asked);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private ObjectNode body() {
    ObjectNode body =
        ApiRequests.JSON
            .createObjectNode()
            .put("apiVersion", "autoscaling/v1")
            .put("kind", "Scale");
    body.putObject("metadata")
        .put("name", workload.target().name())
        .put("namespace", workload.namespace())
        .put("uid", workload.uid())
        .put("resourceVersion", version);
    body.putObject("spec").put("replicas", change.to());
    return body;
  }

  /** Reads the target's scale; empty where the decision still stands and may be tried again on the version that was found. */
  private Optional<ScaleOutcome> lookAgain() {
    JsonNode scale;
    try {
      scale = requests.get(path);
    } catch (KubernetesClientException e) {
      return Optional.of(
          e.getCode() == 404 ? conflict("it was deleted meanwhile") : notCarriedOut(e));
    }
    OptionalInt count = count(scale);
    if (count.isEmpty()) {
      return Optional.of(notCarriedOut(new KubernetesClientException("the answer is no scale")));
    }
    if (!isOurs(scale)) {
      return Optional.of(conflict("it was recreated meanwhile"));
    }
    int found = count.getAsInt();
    if (found == change.to() && unanswered) {
      return Optional.of(new ScaleOutcome.Applied(version(scale)));
    }
    if (found != change.from()) {
      return Optional.of(conflict("somebody else set " + found + " replicas meanwhile"));
    }
    version = version(scale);
    return Optional.empty();
  }

  private ScaleOutcome conflict(String what) {
    if (unanswered) {
      return unknown(where + ": " + what + ".");
    }
    return new ScaleOutcome.Conflict(
        where
            + ": "
            + what
            + ", so that "
            + change.from()
            + " -> "
            + change.to()
            + " was not carried out. The next pass decides anew.");
  }

  private ScaleOutcome.Refused refused(KubernetesClientException problem) {
    return new ScaleOutcome.Refused(KubernetesFailures.translate(where, problem).sentence());
  }

  /** A request without an answer may still be under way, whatever was answered to a later one. */
  private ScaleOutcome notCarriedOut(KubernetesClientException problem) {
    ScaleOutcome.Refused refused = refused(problem);
    return unanswered ? unknown(refused.sentence()) : refused;
  }

  private ScaleOutcome unknown(String sentence) {
    return new ScaleOutcome.Unknown(
        sentence + " Whether " + change.to() + " replicas were set is not known.");
  }

  private boolean isOurs(JsonNode scale) {
    return scale.path("metadata").path("uid").asText().equals(workload.uid());
  }

  /** How many replicas a scale asks for; empty where the answer is none. */
  private static OptionalInt count(JsonNode answer) {
    if (!ScaleFields.isSubresource(answer)) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(ScaleFields.ofSubresource(answer).specReplicas());
    } catch (IllegalArgumentException noCount) {
      return OptionalInt.empty();
    }
  }

  private static String version(JsonNode object) {
    return object.path("metadata").path("resourceVersion").asText();
  }
}
