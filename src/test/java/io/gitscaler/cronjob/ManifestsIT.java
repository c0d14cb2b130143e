package io.gitscaler.cronjob;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.gitscaler.testing.ControlPlane;
import io.gitscaler.testing.NeedsControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real API server takes every manifest as it is, and forgets nothing of it. */
@NeedsControlPlane
class ManifestsIT {
  private final ControlPlane plane = ControlPlane.shared();
  private final KubernetesClient admin = plane.admin();
  private final String home = plane.namespace("manifests");

  static List<Path> installations() throws IOException {
    return ManifestsTest.installations();
  }

  /** Every set of components, from none to all of them. */
  static List<List<Path>> combinations() throws IOException {
    List<List<Path>> all = new ArrayList<>(List.of(List.of()));
    try (Stream<Path> components = Files.list(Path.of("cronjob/components"))) {
      for (Path component : components.sorted().toList()) {
        for (List<Path> others : List.copyOf(all)) {
          all.add(Stream.concat(others.stream(), Stream.of(component)).toList());
        }
      }
    }
    assertThat(all).hasSizeGreaterThan(16);
    return all;
  }

  @ParameterizedTest
  @MethodSource("installations")
  void theApiServerAcceptsAllOfAnInstallation(Path installation) {
    assertAccepted(Kustomization.build(installation));
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void theApiServerAcceptsTheBaseWithAnyComponents(List<Path> components) {
    assertAccepted(Kustomization.build(Path.of("cronjob/base"), components));
  }

  private void assertAccepted(List<ObjectNode> manifests) {
    for (ObjectNode manifest : manifests) {
      ObjectNode sent = new Lowering(plane.minorVersion()).of(manifest);
      if (sent.path("metadata").has("namespace")) {
        // The namespace of the installation exists in no dry run.
        ((ObjectNode) sent.path("metadata")).put("namespace", home);
      }
      GenericKubernetesResource accepted =
          admin
              .resource(Kustomization.YAML.convertValue(sent, GenericKubernetesResource.class))
              .dryRun()
              .create();

      JsonNode stored = Kustomization.YAML.valueToTree(accepted);
      assertThat(lost(sent, stored, "")).as(sent.path("kind").asText()).isEmpty();
    }
  }

  /** Paths that were sent and are not there any more. Numbers may come back in another spelling. */
  private static List<String> lost(JsonNode sent, JsonNode stored, String path) {
    List<String> lost = new ArrayList<>();
    if (sent.isObject() && stored.isObject()) {
      sent.properties()
          .forEach(
              field ->
                  lost.addAll(
                      lost(
                          field.getValue(),
                          stored.path(field.getKey()),
                          path + "." + field.getKey())));
    } else if (sent.isArray() && sent.size() == stored.size()) {
      for (int i = 0; i < sent.size(); i++) {
        lost.addAll(lost(sent.get(i), stored.get(i), path + "[" + i + "]"));
      }
    } else if (!sent.asText().equals(stored.asText()) || sent.isContainerNode()) {
      lost.add(path);
    }
    return lost;
  }
}
