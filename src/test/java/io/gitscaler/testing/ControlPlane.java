package io.gitscaler.testing;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.FileHandler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/**
 * A real etcd and kube-apiserver, and on demand a kube-controller-manager, for tests. One for the whole JVM: the first test
 * that asks starts it, and it ends with the JVM. RBAC is enforced and every request is audited.
 *
 * <p>The programs come from the folder that the environment variable {@value #ASSETS} names, as with envtest; any version
 * from 1.20 will do. fabric8's {@code kube-api-test} starts them, makes the certificates and watches over the processes.
 * It wants its programs below a folder of its own naming, so they are linked there, and nothing is ever downloaded. Of
 * users it knows the administrator alone: others are service accounts, as in a real installation (see {@link Account}).
 * The admission plugin {@code ServiceAccount} is off, so pods need no account to be created.
 *
 * <p>Aggregated APIs, such as {@code metrics.k8s.io}, are added by {@link AggregatedApi}.
 */
public final class ControlPlane {
  /** The environment variable that names the folder with the programs. */
  public static final String ASSETS = "KUBEBUILDER_ASSETS";

  private static final String AUDIT_POLICY =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [ResponseStarted]
      rules:
      - level: Metadata
      """;
  private static final String CONTROLLERS =
      "deployment,replicaset,job,cronjob,serviceaccount,serviceaccount-token,namespace,"
          + "garbagecollector";

  /** Where the library tells what the processes say; held here so that its handler is not forgotten. */
  private static final Logger PROCESSES = Logger.getLogger("io.fabric8.kubeapitest.process");

  private static @Nullable ControlPlane shared;

  private final Path assets;
  private final Path folder;
  private final KubeAPIServer server;
  private final KubernetesClient admin;
  private final AuditLog audit;
  private final AtomicInteger namespaces = new AtomicInteger();
  private @Nullable Process controllerManager;

  /** Whether the environment names a folder with the programs. */
  public static boolean available() {
    String assets = System.getenv(ASSETS);
    return assets != null && !assets.isBlank();
  }

  /** The control plane of this JVM; started by the first call. */
  public static synchronized ControlPlane shared() {
    ControlPlane running = shared;
    if (running == null) {
      try {
        running = new ControlPlane(Path.of(Objects.requireNonNull(System.getenv(ASSETS), ASSETS)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      shared = running;
    }
    return running;
  }

  private ControlPlane(Path assets) throws IOException {
    this.assets = assets;
    folder = Files.createTempDirectory("control-plane");
    linkPrograms();
    Path auditPolicy = Files.writeString(folder.resolve("audit-policy.yaml"), AUDIT_POLICY);
    audit = new AuditLog(folder.resolve("audit.log"));
    server =
        new KubeAPIServer(
            KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withTestDir(folder.toString())
                .withApiServerVersion("given")
                .withOfflineMode(true)
                .withUpdateKubeConfig(false)
                .withStartupTimeout(120_000)
                .withApiServerFlag("--audit-policy-file", auditPolicy.toString())
                .withApiServerFlag("--audit-log-path", audit.file().toString())
                .build());
    logProcesses();
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "control-plane-stop"));
    server.start();
    kubeconfig(folder.resolve("admin.yaml"));
    admin = clientOf(server.getKubeConfigYaml());
  }

  /** The library looks for its programs in {@code k8s/VERSION-OS-ARCH}. */
  private void linkPrograms() throws IOException {
    String machine = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    Path programs = Files.createDirectories(folder.resolve("k8s/given-linux-" + machine));
    for (String program : List.of("etcd", "kube-apiserver")) {
      Files.createSymbolicLink(programs.resolve(program), assets.resolve(program));
    }
    // The library only asks kubectl whether the default namespace is there yet; the server is ready
    // without it.
    Path kubectl = assets.resolve("kubectl");
    Files.createSymbolicLink(
        programs.resolve("kubectl"), Files.exists(kubectl) ? kubectl : Path.of("/bin/true"));
  }

  /** Keeps what etcd and the API server say in {@code target/control-plane.log}: when one dies, its last words are there. */
  private static void logProcesses() throws IOException {
    FileHandler file = new FileHandler("target/control-plane.log");
    file.setFormatter(new SimpleFormatter());
    PROCESSES.addHandler(file);
    PROCESSES.setLevel(Level.FINE);
  }

  /** A client that may do everything. Belongs to the control plane: do not close it. */
  public KubernetesClient admin() {
    return admin;
  }

  /** Writes the administrator's kubeconfig to this file, for the real launcher. */
  public Path kubeconfig(Path file) throws IOException {
    return Files.writeString(file, server.getKubeConfigYaml());
  }

  /**
   * The kubectl of the folder with the programs, for commands as users type them.
   *
   * @param folder of the test, for kubectl's caches
   */
  public Kubectl kubectl(Path folder) {
    return Kubectl.of(assets.resolve("kubectl"), this.folder.resolve("admin.yaml"), folder);
  }

  /** The server's version: 20 for 1.20. */
  public int minorVersion() {
    return Integer.parseInt(admin.getKubernetesVersion().getMinor().replaceAll("\\D", ""));
  }

  /** What the API server was asked to do, by whom. */
  public AuditLog audit() {
    return audit;
  }

  /** Makes a namespace of its own for a test. */
  public String namespace(String prefix) {
    String name = prefix + "-" + namespaces.incrementAndGet();
    admin
        .namespaces()
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    return name;
  }

  /** A user who may do nothing but what a test grants. */
  public Account account(String namespace, String name) {
    return Account.create(this, namespace, name);
  }

  /** A client for the account; the caller closes it. */
  public KubernetesClient clientAs(Account account) {
    return clientOf(account.kubeconfig());
  }

  /** {@code https://127.0.0.1:PORT}. */
  public String url() {
    String url = admin.getMasterUrl().toString();
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  /** The certificate to trust, as PEM. */
  public Path serverCertificate() {
    return folder.resolve("apiserver.crt");
  }

  /** Starts the controllers for deployments, jobs, cron jobs and what they stand on; once, further calls do nothing. */
  public synchronized void startControllers() throws IOException {
    if (controllerManager != null) {
      return;
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                assets.resolve("kube-controller-manager").toString(),
                "--kubeconfig=" + folder.resolve("admin.yaml"),
                "--controllers=" + CONTROLLERS,
                "--service-account-private-key-file=" + folder.resolve("apiserver.key"),
                "--leader-elect=false",
                // Other tests' targets are theirs to deal with, too; 20 requests a second would not
                // do.
                "--kube-api-qps=500",
                "--kube-api-burst=1000",
                "--secure-port=0"));
    if (minorVersion() < 24) {
      // Older ones also open a fixed insecure port, on which two of them would collide.
      command.add("--port=0");
    }
    controllerManager =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("kube-controller-manager.log").toFile())
            .start();
  }

  /** Ends them again, so that they do not meddle with what other tests make. */
  public synchronized void stopControllers() throws InterruptedException {
    Process running = controllerManager;
    if (running != null) {
      running.destroyForcibly().waitFor();
      controllerManager = null;
    }
  }

  private static KubernetesClient clientOf(String kubeconfig) {
    return new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfig)).build();
  }

  private synchronized void stop() {
    if (controllerManager != null) {
      controllerManager.destroyForcibly();
    }
    server.stop();
    try (var files = Files.walk(folder)) {
      files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      // The operating system clears its folder for temporary files; nothing depends on it here.
      System.err.println("control plane: could not remove " + folder);
    }
  }
}
