package io.gitscaler.cronjob;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lowers manifests for API servers that are older than what they are written for. For tests only; what is shipped stays as it is.
 *
 * <ul>
 *   <li>before 1.21: a CronJob is of batch/v1beta1 and no longer of batch/v1, and a Job has no {@code completionMode}, so that the Pods
 *       of an Indexed one, which its controller leaves without a number, have the annotation {@value #INDEXED}
 *   <li>before 1.25: a CronJob has no {@code timeZone}
 *   <li>before 1.28: no sidecars; an init container that is restarted always becomes a container that the annotation
 *       {@value #SIDECARS} names
 *   <li>before 1.29: a Job has no {@code backoffLimitPerIndex} and no {@code maxFailedIndexes}
 * </ul>
 *
 * @param minor of the server: 20 for 1.20
 */
public record Lowering(int minor) {
  /** Names the containers that end with the others, with commas. */
  public static final String SIDECARS = "test.gitscaler.io/sidecars";

  /** Says of a Pod that its Job is to be taken for an Indexed one. */
  public static final String INDEXED = "test.gitscaler.io/indexed";

  /** The manifest as this server knows it. */
  public ObjectNode of(ObjectNode manifest) {
    ObjectNode spoken = manifest.deepCopy();
    if (!spoken.path("kind").asText().equals("CronJob")) {
      return spoken;
    }
    if (minor < 21) {
      spoken.put("apiVersion", "batch/v1beta1");
    }
    if (minor < 25) {
      object(spoken.path("spec")).remove("timeZone");
    }
    ObjectNode job = object(spoken.at("/spec/jobTemplate/spec"));
    if (minor < 21 && "Indexed".equals(textOf(job.remove("completionMode")))) {
      annotate(object(job.path("template")), INDEXED, "true");
    }
    if (minor < 29) {
      job.remove(List.of("backoffLimitPerIndex", "maxFailedIndexes"));
    }
    if (minor < 28) {
      sidecars(object(job.path("template")));
    }
    return spoken;
  }

  private static void sidecars(ObjectNode template) {
    ObjectNode pod = object(template.path("spec"));
    List<String> names = new ArrayList<>();
    ArrayNode others = pod.arrayNode();
    for (JsonNode container : pod.path("initContainers")) {
      if (container.path("restartPolicy").asText().equals("Always")) {
        ObjectNode sidecar = object(container);
        sidecar.remove("restartPolicy");
        names.add(sidecar.path("name").asText());
        ((ArrayNode) pod.path("containers")).add(sidecar);
      } else {
        others.add(container);
      }
    }
    if (names.isEmpty()) {
      return;
    }
    pod.remove("initContainers");
    if (!others.isEmpty()) {
      pod.set("initContainers", others);
    }
    annotate(template, SIDECARS, String.join(",", names));
  }

  private static void annotate(ObjectNode template, String name, String value) {
    template.withObject("/metadata").withObject("/annotations").put(name, value);
  }

  private static String textOf(@Nullable JsonNode node) {
    return node == null ? "" : node.asText();
  }

  private static ObjectNode object(JsonNode node) {
    return (ObjectNode) node;
  }
}
