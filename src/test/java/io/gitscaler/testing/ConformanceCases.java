package io.gitscaler.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The cases of {@code conformance/replica-calculator.json}: what the HorizontalPodAutoscaler of Kubernetes 1.36 makes of pods
 * and readings. {@link ConformanceValues} turns their parts into values.
 */
public final class ConformanceCases {
  private static final JsonNode FILE = read();

  private ConformanceCases() {}

  /** One case as it is written; prints as its name. */
  public record Case(String name, JsonNode json) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A metric, pods and readings to a count or an error. */
  public static List<Case> replicaCalculation() {
    return both("replicaCalculation");
  }

  /** Pods and readings to groups. */
  public static List<Case> podGrouping() {
    return both("podGrouping");
  }

  /** Pods to their requests, or an error. */
  public static List<Case> podRequests() {
    return both("podRequests");
  }

  private static List<Case> both(String kind) {
    List<Case> cases = new ArrayList<>();
    for (JsonNode list : List.of(FILE.path(kind), FILE.path("supplementary").path(kind))) {
      list.forEach(json -> cases.add(new Case(json.path("name").asText(), json)));
    }
    return cases;
  }

  private static JsonNode read() {
    try (InputStream file =
        Objects.requireNonNull(
            ConformanceCases.class.getResourceAsStream("/conformance/replica-calculator.json"))) {
      return new ObjectMapper().readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
