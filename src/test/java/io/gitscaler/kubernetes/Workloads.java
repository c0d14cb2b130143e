package io.gitscaler.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.TimeUnit;

/** Makes targets of every kind on a real API server. */
final class Workloads {
  /** Its plural is irregular, its paths are its own, and only one of its versions has a scale. */
  private static final String OXEN =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: oxen.farm.example.org}
      spec:
        group: farm.example.org
        names: {kind: Ox, plural: oxen, singular: ox, listKind: OxList}
        scope: Namespaced
        versions:
        - name: v1
          served: true
          storage: true
          schema:
            openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
          subresources:
            status: {}
            scale:
              specReplicasPath: .spec.herd.size
              statusReplicasPath: .status.present
              labelSelectorPath: .status.podSelector
        - name: v1beta1
          served: true
          storage: false
          schema:
            openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
      """;

  private final KubernetesClient admin;
  private final String namespace;

  Workloads(KubernetesClient admin, String namespace) {
    this.admin = admin;
    this.namespace = namespace;
  }

  /** One of apps/v1, or a ReplicationController, whose pods have the label {@code app: NAME}. */
  HasMetadata controller(String apiVersion, String kind, String name, int replicas) {
    String selector =
        apiVersion.equals("v1") ? "{app: " + name + "}" : "{matchLabels: {app: " + name + "}}";
    String yaml =
        """
        apiVersion: %s
        kind: %s
        metadata: {name: %s, namespace: %s}
        spec:
          replicas: %d
          selector: %s
          template:
            metadata: {labels: {app: %3$s}}
            spec:
              containers:
              - {name: app, image: app, resources: {requests: {cpu: 100m}}}
        """
            .formatted(apiVersion, kind, name, namespace, replicas, selector);
    return create(
        kind.equals("StatefulSet")
            ? yaml.replace("spec:\n  repl", "spec:\n  serviceName: x\n  repl")
            : yaml);
  }

  /** Defines the kind Ox, once for the whole server. */
  void defineOxen() {
    if (admin
            .apiextensions()
            .v1()
            .customResourceDefinitions()
            .withName("oxen.farm.example.org")
            .get()
        != null) {
      return;
    }
    create(OXEN);
    admin
        .resources(CustomResourceDefinition.class)
        .withName("oxen.farm.example.org")
        .waitUntilCondition(
            definition ->
                definition != null
                    && definition.getStatus() != null
                    && definition.getStatus().getConditions().stream()
                        .anyMatch(
                            one ->
                                one.getType().equals("Established")
                                    && one.getStatus().equals("True")),
            30,
            TimeUnit.SECONDS);
  }

  /** A pod with one label. */
  HasMetadata pod(String name, String key, String value) {
    return create(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: %s, labels: {%s: %s}}
        spec: {containers: [{name: app, image: app, resources: {requests: {cpu: 250m}}}]}
        """
            .formatted(name, namespace, key, value));
  }

  HasMetadata create(String yaml) {
    return admin.resource(yaml).create();
  }
}
