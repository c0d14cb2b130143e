package io.gitscaler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.gitscaler.testing.BareRepository;
import io.gitscaler.testing.ControlPlane;
import io.gitscaler.testing.Deployments;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a team has: namespaces in a real cluster, a policy repository, and a repository for the trail. */
final class TeamSite {
  final ControlPlane plane = ControlPlane.shared();
  final KubernetesClient admin = plane.admin();
  final String shop = plane.namespace("shop");
  final String home = plane.namespace("gitscaler");
  final BareRepository policies;
  final BareRepository trail;
  private final Path folder;

  TeamSite(Path folder) {
    this.folder = folder;
    policies = BareRepository.create(folder, "policies");
    trail = BareRepository.create(folder, "audit");
  }

  TeamSite deployment(String name, int replicas) {
    admin.resource(Deployments.deployment(shop, name, replicas)).create();
    return this;
  }

  /** As if whoever holds one were dead for long enough. */
  void freeTheLeases() {
    for (Lease lease : admin.leases().inNamespace(home).list().getItems()) {
      admin
          .resource(lease)
          .edit(
              found -> new LeaseBuilder(found).editSpec().withHolderIdentity("").endSpec().build());
    }
  }

  TeamSite statefulSet(String name, int replicas) {
    admin
        .resource(
            """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: %1$s, namespace: %2$s}
            spec:
              replicas: %3$d
              serviceName: %1$s
              selector: {matchLabels: {app: %1$s}}
              template:
                metadata: {labels: {app: %1$s}}
                spec: {containers: [{name: app, image: "example.org/app:1"}]}
            """
                .formatted(name, shop, replicas))
        .create();
    return this;
  }

  int statefulReplicas(String name) {
    return admin
        .apps()
        .statefulSets()
        .inNamespace(shop)
        .withName(name)
        .get()
        .getSpec()
        .getReplicas();
  }

  int replicas(String name) {
    return admin
        .apps()
        .deployments()
        .inNamespace(shop)
        .withName(name)
        .get()
        .getSpec()
        .getReplicas();
  }

  /** A policy whose evaluate program is this shell script. */
  String policy(String name, String script) {
    return """
        apiVersion: gitscaler.io/v1alpha1
        kind: ScalerPolicy
        metadata: {name: %s, namespace: %s}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %s}
          minReplicas: 1
          maxReplicas: 10
          runMode: per-resource
          metric: {type: shell, shell: {entrypoint: /bin/sh, command: [-c, "echo 1"]}}
          evaluate:
            type: shell
            shell:
              entrypoint: /bin/sh
              command:
              - -c
              - |
                %s
        """
        .formatted(name, shop, name, script);
  }

  /** The same, and the script may take five minutes. */
  String patientPolicy(String name, String script) {
    return policy(name, script)
        .replace(
            "  evaluate:\n    type: shell", "  evaluate:\n    type: shell\n    timeout: 300000");
  }

  /** Commits a policy that asks for so many replicas. */
  String asks(String name, int replicas) {
    return commit(name + ".yaml", policy(name, "echo '{\"targetReplicas\": " + replicas + "}'"));
  }

  String commit(String file, String text) {
    return policies.commit("main", Map.of(file, text));
  }

  List<String> arguments(String command, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                command,
                "--policies-repo",
                policies.url(),
                "--audit-repo",
                trail.url(),
                "--namespace",
                home));
    all.addAll(List.of(more));
    if (!all.contains("--kubeconfig")) {
      all.addAll(List.of("--kubeconfig", kubeconfig().toString()));
    }
    return all;
  }

  CommandRun gitscaler(String command, String... more) {
    return CommandRun.of(arguments(command, more));
  }

  /** {@code gitscaler ... | kubectl apply -f -}. */
  void apply(CommandRun printed) {
    if (printed.status() != 0) {
      throw new AssertionError(printed.err());
    }
    admin
        .load(new ByteArrayInputStream(printed.out().getBytes(StandardCharsets.UTF_8)))
        .items()
        .forEach(one -> admin.resource(one).createOr(NonDeletingOperation::update));
  }

  Path kubeconfig() {
    try {
      return plane.kubeconfig(folder.resolve("admin.kubeconfig"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every scaling that the trail tells of, as {@code web 1 -> 3}, in no particular order. */
  List<String> scalingsTold() throws IOException {
    List<String> told = new ArrayList<>();
    for (String line :
        trail.git("grep", "-h", "", "gitscaler/audit", "--", "trail").lines().toList()) {
      JsonNode record = new ObjectMapper().readTree(line);
      boolean scaling =
          List.of("scaled-up", "scaled-down", "recovered").contains(record.path("kind").asText());
      if (scaling && record.path("outcome").path("word").asText().equals("applied")) {
        JsonNode decision = record.path("decision");
        told.add(
            record.path("policy").path("name").asText()
                + " "
                + decision.path("from")
                + " -> "
                + decision.path("to"));
      }
    }
    return told;
  }

  /** Subjects of the trail's commits, newest first; empty before the first. */
  List<String> commits() {
    if (trail.git("branch", "--list", "gitscaler/audit").isEmpty()) {
      return List.of();
    }
    return trail.git("log", "--format=%s", "gitscaler/audit").lines().toList();
  }
}
