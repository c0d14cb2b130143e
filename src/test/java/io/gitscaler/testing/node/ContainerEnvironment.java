package io.gitscaler.testing.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A container's variables and arguments, with what they refer to put in their place. */
final class ContainerEnvironment {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\(([A-Za-z_][A-Za-z0-9_]*)\\)");
  private static final Pattern ANNOTATION =
      Pattern.compile("metadata\\.(annotations|labels)\\['([^']+)'\\]");

  private final KubernetesClient client;
  private final Pod pod;
  private final Map<String, String> variables;

  private ContainerEnvironment(KubernetesClient client, Pod pod, Map<String, String> variables) {
    this.client = client;
    this.pod = pod;
    this.variables = variables;
  }

  /**
   * All variables of a container.
   *
   * @param given by image and node; the container's own win
   */
  static Map<String, String> of(
      KubernetesClient client, Pod pod, Container container, Map<String, String> given) {
    ContainerEnvironment environment =
        new ContainerEnvironment(client, pod, new LinkedHashMap<>(given));
    container.getEnvFrom().forEach(environment::addAll);
    container.getEnv().forEach(environment::add);
    return environment.variables;
  }

  /** The words with every {@code $(NAME)} replaced that names a variable. */
  static List<String> expanded(List<String> words, Map<String, String> variables) {
    return words.stream().map(word -> expanded(word, variables)).toList();
  }

  private static String expanded(String text, Map<String, String> variables) {
    return REFERENCE
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(variables.getOrDefault(found.group(1), found.group())));
  }

  private void addAll(EnvFromSource from) {
    if (from.getConfigMapRef() == null) {
      throw new UnsupportedOperationException("envFrom " + from);
    }
    String name = from.getConfigMapRef().getName();
    variables.putAll(
        Objects.requireNonNull(
                client.configMaps().inNamespace(namespace()).withName(name).get(), name)
            .getData());
  }

  private void add(EnvVar variable) {
    EnvVarSource from = variable.getValueFrom();
    String value =
        from == null
            ? expanded(Objects.requireNonNullElse(variable.getValue(), ""), variables)
            : field(from);
    variables.put(variable.getName(), value);
  }

  private String field(EnvVarSource from) {
    if (from.getFieldRef() == null) {
      throw new UnsupportedOperationException("valueFrom " + from);
    }
    String path = from.getFieldRef().getFieldPath();
    Matcher keyed = ANNOTATION.matcher(path);
    if (keyed.matches()) {
      Map<String, String> all =
          keyed.group(1).equals("labels")
              ? pod.getMetadata().getLabels()
              : pod.getMetadata().getAnnotations();
      return all == null ? "" : all.getOrDefault(keyed.group(2), "");
    }
    return switch (path) {
      case "metadata.name" -> pod.getMetadata().getName();
      case "metadata.namespace" -> namespace();
      case "metadata.uid" -> pod.getMetadata().getUid();
      case "spec.serviceAccountName" -> pod.getSpec().getServiceAccountName();
      default -> throw new UnsupportedOperationException("fieldPath " + path);
    };
  }

  private String namespace() {
    return pod.getMetadata().getNamespace();
  }
}
