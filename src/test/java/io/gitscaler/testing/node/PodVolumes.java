package io.gitscaler.testing.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A Pod's volumes as folders of this machine, with the owners and modes that a kubelet gives them. */
final class PodVolumes {
  private static final String ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";
  private static final int SECRET_MODE = 0644;

  private final KubernetesClient client;
  private final Pod pod;
  private final Path folder;
  private final Path serverCertificate;
  private final long group;
  private final Map<String, Path> folders = new LinkedHashMap<>();

  PodVolumes(KubernetesClient client, Pod pod, Path folder, Path serverCertificate, long group)
      throws IOException {
    this.client = client;
    this.pod = pod;
    this.folder = folder;
    this.serverCertificate = serverCertificate;
    this.group = group;
    for (Volume volume : pod.getSpec().getVolumes()) {
      folders.put(volume.getName(), fill(volume));
    }
  }

  /** What a container sees of them. */
  List<Sandbox.Mount> mounts(Container container) throws IOException {
    List<Sandbox.Mount> mounts = new ArrayList<>();
    for (VolumeMount mount : container.getVolumeMounts()) {
      Path from = Objects.requireNonNull(folders.get(mount.getName()), mount.getName());
      if (mount.getSubPath() != null) {
        from = from.resolve(mount.getSubPath());
      }
      mounts.add(
          new Sandbox.Mount(from, mount.getMountPath(), Boolean.TRUE.equals(mount.getReadOnly())));
    }
    if (automounts() && mounts.stream().noneMatch(mount -> mount.at().equals(ACCOUNT))) {
      mounts.add(new Sandbox.Mount(account(), ACCOUNT, true));
    }
    return mounts;
  }

  /** The Pod's own word counts before that of its service account. */
  private boolean automounts() {
    Boolean own = pod.getSpec().getAutomountServiceAccountToken();
    if (own != null) {
      return own;
    }
    var account = client.serviceAccounts().inNamespace(namespace()).withName(accountName()).get();
    return account == null || !Boolean.FALSE.equals(account.getAutomountServiceAccountToken());
  }

  /** What the admission plugin ServiceAccount would add, which the tests' control plane does without. */
  private Path account() throws IOException {
    Path made = folders.get(ACCOUNT);
    if (made == null) {
      made = empty("service-account");
      write(made, "token", token(3600, null), 0600 | 0040);
      write(made, "ca.crt", Files.readString(serverCertificate), SECRET_MODE);
      write(made, "namespace", namespace(), SECRET_MODE);
      folders.put(ACCOUNT, made);
    }
    return made;
  }

  private Path fill(Volume volume) throws IOException {
    Path target = empty(volume.getName());
    if (volume.getEmptyDir() != null) {
      // What is made in it has the group of the volume.
      own(target, 02777);
    } else if (volume.getSecret() != null) {
      var secret = volume.getSecret();
      secret(target, secret.getSecretName(), secret.getItems(), mode(secret.getDefaultMode()));
    } else if (volume.getConfigMap() != null) {
      var map = volume.getConfigMap();
      configMap(target, map.getName(), map.getItems(), mode(map.getDefaultMode()));
    } else if (volume.getProjected() != null) {
      int mode = mode(volume.getProjected().getDefaultMode());
      for (VolumeProjection source : volume.getProjected().getSources()) {
        project(target, source, mode);
      }
    } else {
      throw new UnsupportedOperationException("volume " + volume);
    }
    return target;
  }

  private void project(Path target, VolumeProjection source, int mode) throws IOException {
    if (source.getServiceAccountToken() != null) {
      var wanted = source.getServiceAccountToken();
      long seconds = Objects.requireNonNullElse(wanted.getExpirationSeconds(), 3600L);
      // As the kubelet does: readable by the group where there is an fsGroup.
      write(target, wanted.getPath(), token(seconds, wanted.getAudience()), 0640);
    } else if (source.getConfigMap() != null) {
      String name = source.getConfigMap().getName();
      if (name.equals("kube-root-ca.crt")) {
        write(target, "ca.crt", Files.readString(serverCertificate), mode);
      } else {
        configMap(target, name, source.getConfigMap().getItems(), mode);
      }
    } else if (source.getSecret() != null) {
      secret(target, source.getSecret().getName(), source.getSecret().getItems(), mode);
    } else if (source.getDownwardAPI() != null) {
      for (var item : source.getDownwardAPI().getItems()) {
        if (!item.getFieldRef().getFieldPath().equals("metadata.namespace")) {
          throw new UnsupportedOperationException("downwardAPI " + item);
        }
        write(target, item.getPath(), namespace(), mode);
      }
    } else {
      throw new UnsupportedOperationException("projection " + source);
    }
  }

  private void secret(Path target, String name, List<KeyToPath> items, int mode)
      throws IOException {
    var secret =
        Objects.requireNonNull(
            client.secrets().inNamespace(namespace()).withName(name).get(), "secret " + name);
    Map<String, String> texts = new LinkedHashMap<>();
    secret
        .getData()
        .forEach(
            (key, value) ->
                texts.put(
                    key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
    files(target, texts, items, mode);
  }

  private void configMap(Path target, String name, List<KeyToPath> items, int mode)
      throws IOException {
    var map =
        Objects.requireNonNull(
            client.configMaps().inNamespace(namespace()).withName(name).get(), "ConfigMap " + name);
    files(target, map.getData(), items, mode);
  }

  private void files(Path target, Map<String, String> texts, List<KeyToPath> items, int mode)
      throws IOException {
    if (items == null || items.isEmpty()) {
      for (Map.Entry<String, String> text : texts.entrySet()) {
        write(target, text.getKey(), text.getValue(), mode);
      }
      return;
    }
    for (KeyToPath item : items) {
      String text = Objects.requireNonNull(texts.get(item.getKey()), item.getKey());
      write(target, item.getPath(), text, item.getMode() == null ? mode : item.getMode());
    }
  }

  private String token(long seconds, @Nullable String audience) {
    var request =
        new TokenRequestBuilder()
            .withNewSpec()
            .withExpirationSeconds(seconds)
            .withNewBoundObjectRef()
            .withApiVersion("v1")
            .withKind("Pod")
            .withName(pod.getMetadata().getName())
            .withUid(pod.getMetadata().getUid())
            .endBoundObjectRef()
            .endSpec()
            .build();
    if (audience != null) {
      request.getSpec().setAudiences(List.of(audience));
    }
    return client
        .serviceAccounts()
        .inNamespace(namespace())
        .withName(accountName())
        .tokenRequest(request)
        .getStatus()
        .getToken();
  }

  private Path empty(String name) throws IOException {
    return Files.createDirectories(folder.resolve("volumes").resolve(name));
  }

  private void write(Path target, String name, String text, int mode) throws IOException {
    Path file = Files.writeString(target.resolve(name), text);
    own(file, mode);
  }

  /** The user is root's, the group the Pod's. Where nobody may give files away, both stay with the user that runs the tests. */
  private void own(Path file, int mode) throws IOException {
    try {
      Files.setAttribute(file, "unix:gid", (int) group);
    } catch (IOException notRoot) {
      // Then the process in the container is the very user that owns the file.
    }
    Files.setAttribute(file, "unix:mode", mode);
  }

  private static int mode(@Nullable Integer mode) {
    return mode == null ? SECRET_MODE : mode;
  }

  private String namespace() {
    return pod.getMetadata().getNamespace();
  }

  private String accountName() {
    return Objects.requireNonNullElse(pod.getSpec().getServiceAccountName(), "default");
  }
}
