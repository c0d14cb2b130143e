package io.gitscaler.benchmark;

import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.gitscaler.testing.Account;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a command as the pod of the CronJob runs it: the service account's files where the kubelet puts them, and a temporary
 * folder in memory. In a mount namespace of its own, so nothing of it is seen on the machine.
 *
 * @param account folder with the service account's files
 * @param port of the API server on the loopback address
 */
record PodCommand(Path account, int port) {
  /** The folders of the pod are below one that every Linux has. */
  private static final String ENTER =
      """
      mount -t tmpfs none /run && mkdir -p /run/secrets/kubernetes.io/serviceaccount /run/tmp &&
      cp "$0"/* /run/secrets/kubernetes.io/serviceaccount && exec "$@"
      """;

  /** An account in this namespace that may do everything: what is measured is not what is forbidden. */
  static PodCommand of(Bench bench, String namespace) throws IOException {
    Account account =
        bench
            .plane()
            .account(namespace, "benchmark")
            .mayEverywhere(
                new PolicyRuleBuilder()
                    .withApiGroups("*")
                    .withResources("*")
                    .withVerbs("*")
                    .build());
    Path folder = Files.createDirectories(bench.folder().resolve("account-" + namespace));
    Files.writeString(folder.resolve("token"), account.token());
    Files.writeString(folder.resolve("namespace"), namespace);
    Files.copy(
        bench.plane().serverCertificate(),
        folder.resolve("ca.crt"),
        StandardCopyOption.REPLACE_EXISTING);
    return new PodCommand(folder, URI.create(bench.plane().url()).getPort());
  }

  List<String> around(List<String> command) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "unshare",
                "--map-root-user",
                "--mount",
                "env",
                "HOME=/nonexistent",
                "KUBERNETES_SERVICE_HOST=127.0.0.1",
                "KUBERNETES_SERVICE_PORT=" + port,
                "sh",
                "-c",
                ENTER,
                account.toString()));
    all.addAll(command);
    return all;
  }

  /** Where the JVM finds the temporary folder, and the heap that the image gives it under a limit of 1.5 GiB. */
  static String javaOptions() {
    return "-Djava.io.tmpdir=/run/tmp -XX:MaxRAM=1536m -XX:MaxRAMPercentage=50";
  }
}
