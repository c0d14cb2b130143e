package io.gitscaler.benchmark;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.gitscaler.testing.BareRepository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * Policies and a trail behind the Git server, and a namespace for the state.
 *
 * @param size how many policies there are
 * @param pod whose command a run is
 */
record Installation(
    Bench bench,
    String name,
    int size,
    BareRepository policies,
    BareRepository trail,
    PodCommand pod) {
  static final String CPU =
      "{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}}";

  /**
   * Sets one up.
   *
   * @param size how many Deployments of the fleet have a policy
   * @param metric of a Deployment's policy, as YAML in one line
   */
  static Installation of(Bench bench, String name, int size, IntFunction<String> metric)
      throws IOException {
    Map<String, String> files = new TreeMap<>();
    for (int app = 0; app < size; app++) {
      files.put(
          Fleet.namespace(app) + "/" + Fleet.app(app) + ".yaml", policy(app, metric.apply(app)));
    }
    BareRepository policies = bench.git().create(name + "-policies");
    policies.commit("main", files);
    bench.plane().admin().resource(namespaceOf(name)).create();
    return new Installation(
        bench,
        name,
        size,
        policies,
        bench.git().create(name + "-trail"),
        PodCommand.of(bench, name));
  }

  static Namespace namespaceOf(String name) {
    return new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build();
  }

  static String policy(int app, String metric) {
    return """
        apiVersion: gitscaler.io/v1alpha1
        kind: ScalerPolicy
        metadata: {name: %s, namespace: %s}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %1$s}
          minReplicas: 2
          maxReplicas: 20
          metrics: [%s]
        """
        .formatted(Fleet.app(app), Fleet.namespace(app), metric);
  }

  /** The command line of the real launcher for a run over all of it. */
  List<String> command(String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                bench.launcher().toString(),
                "run",
                "--policies-repo=" + bench.git().url(policies),
                "--audit-repo=" + bench.git().url(trail),
                "--namespace=" + name,
                "--deadline=1h",
                "--log-level=error"));
    command.addAll(List.of(more));
    return pod.around(command);
  }

  /** The first run, which meets every policy for the first time and commits them. */
  Cost first() {
    return Cost.of(command(), bench.git().environment());
  }
}
