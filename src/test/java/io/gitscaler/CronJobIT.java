package io.gitscaler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.gitscaler.cronjob.Kustomization;
import io.gitscaler.cronjob.Lowering;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.Shard;
import io.gitscaler.testing.BareRepository;
import io.gitscaler.testing.ControlPlane;
import io.gitscaler.testing.GitHttpBackend;
import io.gitscaler.testing.GitHttpsServer;
import io.gitscaler.testing.GitSshServer;
import io.gitscaler.testing.Kubectl;
import io.gitscaler.testing.NeedsControlPlane;
import io.gitscaler.testing.node.Image;
import io.gitscaler.testing.node.Node;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code cronjob/} installs, in a real control plane with its controllers, RBAC enforced, and a stand-in for the node: from the
 * CronJob over Job and Pod to a process that scales, with the Roles of {@code gitscaler manifests} and nothing else. {@link
 * Lowering} says what is left out where the control plane is older than the manifests.
 */
@NeedsControlPlane
class CronJobIT {
  private static final Path CRONJOB = Path.of("cronjob");
  private static final String HOME = "gitscaler";
  private static final String TOKEN = "a-token-of-this-test";
  private static final String SECRET = "canary-git-secret";
  private static final String SETTING = "canary-settings";
  private static final String TRUST =
      "-Djavax.net.ssl.trustStore=/opt/company/trust.p12"
          + " -Djavax.net.ssl.trustStorePassword=changeit";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private final ControlPlane plane = ControlPlane.shared();

  @AfterAll
  static void stopControllers() throws InterruptedException {
    ControlPlane.shared().stopControllers();
  }

  private final KubernetesClient admin = plane.admin();
  private TeamSite site;
  private BareRepository repository;
  private Path company;
  private Node node;

  @BeforeEach
  void deploy() throws IOException {
    plane.startControllers();
    site = new TeamSite(folder);
    repository = site.policies;
    site.deployment("web", 1);
    site.asks("web", 3);
    company = Files.createDirectory(folder.resolve("company"));
    node =
        Node.take(
            plane,
            HOME,
            Image.gitscaler(Path.of("/")).with("/opt/company", company),
            folder.resolve("node"));
  }

  @AfterEach
  void clear() {
    node.close();
    if (plane.minorVersion() < 21) {
      admin.batch().v1beta1().cronjobs().inNamespace(HOME).delete();
    } else {
      admin.batch().v1().cronjobs().inNamespace(HOME).delete();
    }
    admin.batch().v1().jobs().inNamespace(HOME).delete();
    admin.pods().inNamespace(HOME).delete();
    admin.configMaps().inNamespace(HOME).delete();
    admin.leases().inNamespace(HOME).delete();
    assertThat(node.failures()).isEmpty();
  }

  /** {@code kubectl apply -k}, and {@code kubectl patch configmap} for the settings. */
  private ObjectNode install(String overlay, boolean suspended, Map<String, String> settings) {
    return install(Kustomization.build(CRONJOB.resolve(overlay)), suspended, settings);
  }

  private ObjectNode install(
      List<ObjectNode> manifests, boolean suspended, Map<String, String> settings) {
    Lowering lowering = new Lowering(plane.minorVersion());
    ObjectNode cronJob = null;
    for (ObjectNode manifest : manifests) {
      ObjectNode spoken = lowering.of(manifest);
      if (spoken.path("kind").asText().equals("ConfigMap")) {
        settings.forEach(spoken.withObject("/data")::put);
        if (suspended) {
          spoken.withObject("/data").put("GITSCALER_DEADLINE", "170s");
        }
      } else if (spoken.path("kind").asText().equals("CronJob")) {
        spoken.withObject("/spec").put("suspend", suspended);
        cronJob = spoken;
      }
      admin
          .resource(Kustomization.YAML.convertValue(spoken, GenericKubernetesResource.class))
          .createOr(NonDeletingOperation::update);
    }
    return Objects.requireNonNull(cronJob);
  }

  /** {@code gitscaler manifests | kubectl apply -f -}. */
  private void grant(String... flags) {
    List<String> command =
        new ArrayList<>(List.of("manifests", "--policies-dir", repository.work().toString()));
    command.addAll(List.of(flags));
    site.apply(CommandRun.of(command));
  }

  private void secret(String name, Map<String, String> data) {
    admin
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(HOME)
                .withName(name)
                .endMetadata()
                .withStringData(data)
                .build())
        .createOr(NonDeletingOperation::update);
  }

  /** {@code kubectl create job --from=cronjob/gitscaler}. */
  private Job jobFrom(ObjectNode cronJob, String name) {
    JobSpec spec =
        Kustomization.YAML.convertValue(cronJob.at("/spec/jobTemplate/spec"), JobSpec.class);
    // That a Job ends within its minute is held by the manifests; here a busy machine has its time.
    spec.setActiveDeadlineSeconds(180L);
    admin
        .resource(
            new JobBuilder()
                .withNewMetadata()
                .withNamespace(HOME)
                .withName(name)
                .endMetadata()
                .withSpec(spec)
                .build())
        .create();
    return admin
        .batch()
        .v1()
        .jobs()
        .inNamespace(HOME)
        .withName(name)
        .waitUntilCondition(CronJobIT::hasEnded, 4, TimeUnit.MINUTES);
  }

  private static boolean hasEnded(Job job) {
    return job != null
        && job.getStatus() != null
        && job.getStatus().getConditions().stream()
            .anyMatch(condition -> condition.getStatus().equals("True"));
  }

  /** What the containers of its Pods printed that are called gitscaler. */
  private String output(Job job) {
    return admin
        .pods()
        .inNamespace(HOME)
        .withLabel("job-name", job.getMetadata().getName())
        .list()
        .getItems()
        .stream()
        .map(pod -> node.output(pod.getMetadata().getName(), "gitscaler"))
        .reduce("", String::concat);
  }

  private void assertScaled(Job job) {
    assertThat(job.getStatus().getConditions())
        .as(() -> output(job))
        .extracting(condition -> condition.getType())
        .containsExactly("Complete");
    assertThat(site.replicas("web")).isEqualTo(3);
    assertThat(repository.git("log", "--format=%s", "gitscaler/audit"))
        .isEqualTo("scale: 1 up, 1 new (1 policy)");
    assertThat(admin.v1().events().inNamespace(site.shop).list().getItems())
        .anySatisfy(event -> assertThat(event.getInvolvedObject().getName()).isEqualTo("web"));
  }

  /** A Git server that asks for no credentials. */
  private HttpServer openServer() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            GitHttpBackend.answer(exchange, folder);
          }
        });
    server.start();
    return server;
  }

  @Test
  void theCronJobMakesAJobWhosePodScales() throws IOException {
    HttpServer git = openServer();
    try {
      String url = "http://localhost:" + git.getAddress().getPort() + "/policies.git";
      install("", false, Map.of("GITSCALER_POLICIES_REPO", url));
      grant();

      List<Job> ended =
          admin
              .batch()
              .v1()
              .jobs()
              .inNamespace(HOME)
              .informOnCondition(jobs -> jobs.stream().anyMatch(CronJobIT::hasEnded))
              .orTimeout(3, TimeUnit.MINUTES)
              .join();

      Job job = ended.stream().filter(CronJobIT::hasEnded).findFirst().orElseThrow();
      assertThat(job.getMetadata().getOwnerReferences())
          .singleElement()
          .satisfies(
              owner ->
                  assertThat(owner.getKind() + "/" + owner.getName())
                      .isEqualTo("CronJob/gitscaler"));
      assertScaled(job);
    } finally {
      git.stop(0);
    }
  }

  @Test
  void withATokenFromASecretOverHttps() throws Exception {
    try (GitHttpsServer git = GitHttpsServer.start(folder, folder, "git", TOKEN)) {
      trust(git.certificate());
      ObjectNode cronJob = install("overlays/https-token", true, overHttps(git));
      secret("gitscaler-git-token", Map.of("token", TOKEN + "\n"));
      grant();

      Job job = jobFrom(cronJob, "https");

      assertScaled(job);
      assertThat(output(job)).doesNotContain(TOKEN);
    }
  }

  /** A company's own authority, in its image. */
  private void trust(Path certificate) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream pem = Files.newInputStream(certificate);
        OutputStream out = Files.newOutputStream(company.resolve("trust.p12"))) {
      store.setCertificateEntry(
          "git", CertificateFactory.getInstance("X.509").generateCertificate(pem));
      store.store(out, "changeit".toCharArray());
    }
  }

  @Test
  void withAKeyFromASecretOverSsh() throws Exception {
    try (GitSshServer git = GitSshServer.start(folder)) {
      ObjectNode cronJob =
          install(
              "overlays/ssh-key",
              true,
              Map.of("GITSCALER_POLICIES_REPO", git.url(repository.path())));
      secret(
          "gitscaler-ssh-key",
          Map.of(
              "ssh-privatekey",
              Files.readString(git.clientKey()),
              "known_hosts",
              Files.readString(git.knownHosts())));
      grant();

      assertScaled(jobFrom(cronJob, "ssh"));
    }
  }

  private static Map<String, String> overHttps(GitHttpsServer git) {
    return Map.of(
        "GITSCALER_POLICIES_REPO",
        git.url("policies.git"),
        "GITSCALER_GIT_USERNAME",
        "git",
        "GITSCALER_JAVA_OPTS",
        TRUST);
  }

  /** The base with a token for Git, and with programs beside it or in a container of their own. */
  private List<String> found(String name, String... components) throws Exception {
    commitAThief();
    try (GitHttpsServer git = GitHttpsServer.start(folder, folder, "git", SECRET)) {
      trust(git.certificate());
      Map<String, String> settings = new HashMap<>(overHttps(git));
      settings.put("GITSCALER_CLUSTER_NAME", SETTING);
      ObjectNode cronJob =
          install(
              Kustomization.build(
                  CRONJOB.resolve("base"),
                  Stream.of(components).map(CRONJOB.resolve("components")::resolve).toList()),
              true,
              settings);
      secret("gitscaler-git-token", Map.of("token", SECRET));
      grant();

      assertScaled(jobFrom(cronJob, name));
    }
    String record =
        repository
            .git("log", "-1", "-p", "--format=", "gitscaler/audit")
            .lines()
            .filter(line -> line.startsWith("+{") && line.contains("\"metric\""))
            .findFirst()
            .orElseThrow();
    JsonNode programs = JSON.readTree(record.substring(1)).findPath("programs");
    return JSON.readTree(programs.get(0).path("answer").asText())
        .valueStream()
        .map(JsonNode::asText)
        .toList();
  }

  /** A policy whose metric program looks for credentials wherever the containers of the Pod have them. */
  private void commitAThief() throws IOException {
    try (InputStream thief =
        Objects.requireNonNull(getClass().getResourceAsStream("/programs/thief.py"))) {
      repository.commit(
          "main",
          Map.of(
              "web.yaml",
              site.policy("web", "echo '{\"targetReplicas\": 3}'")
                  .replace(
                      "metric: {type: shell, shell: {entrypoint: /bin/sh, command: [-c, \"echo 1\"]}}",
                      "metric: {type: shell, timeout: 30s, shell: {entrypoint: python3, command: [thief.py]}}"),
              "thief.py",
              new String(thief.readAllBytes(), StandardCharsets.UTF_8),
              "places.txt",
              """
              /var/run/secrets/kubernetes.io/serviceaccount/token
              /var/run/secrets/gitscaler/git/token
              """,
              "api.txt",
              admin.getMasterUrl() + "api/v1/namespaces/" + HOME + "/configmaps"));
    }
  }

  @Test
  void aProgramInAContainerOfItsOwnFindsNoCredential() throws Exception {
    assumeTrue(
        Objects.equals(Files.getAttribute(folder, "unix:uid"), 0),
        "needs root, to be two users at once");

    assertThat(found("isolated", "https-token", "isolated-programs")).isEmpty();
  }

  @Test
  void theSameProgramBesideGitscalerFindsThem() throws Exception {
    assertThat(found("beside", "https-token"))
        .contains(
            "file " + SECRET, "environment of the parent " + SETTING, "the API server answers");
  }

  @Test
  void thePodsOfAnIndexedJobShareThePolicies() throws IOException {
    int shards = 3;
    Map<String, String> policies = new TreeMap<>();
    Set<Integer> taken = new TreeSet<>();
    for (int i = 0; taken.size() < shards; i++) {
      String name = "app-" + i;
      if (taken.add(Shard.of(new PolicyId(site.shop, name), shards))) {
        site.deployment(name, 1);
        policies.put(name + ".yaml", site.policy(name, "echo '{\"targetReplicas\": 3}'"));
      }
    }
    repository.commit("main", policies);
    HttpServer git = openServer();
    try {
      String url = "http://localhost:" + git.getAddress().getPort() + "/policies.git";
      ObjectNode cronJob =
          install("overlays/indexed", true, Map.of("GITSCALER_POLICIES_REPO", url));
      number(cronJob, shards);
      grant("--shards", Integer.toString(shards));

      Job job = jobFrom(cronJob, "indexed");

      assertThat(job.getStatus().getSucceeded()).as(() -> output(job)).isEqualTo(shards);
      for (String file : policies.keySet()) {
        assertThat(site.replicas(file.replace(".yaml", ""))).as(file).isEqualTo(3);
      }
      assertThat(admin.leases().inNamespace(HOME).list().getItems())
          .extracting(lease -> lease.getMetadata().getName())
          .containsExactlyInAnyOrder("gitscaler", "gitscaler-shard-1", "gitscaler-shard-2");
      assertThat(repository.git("log", "--format=%s", "gitscaler/audit").lines())
          .as(() -> output(job))
          .hasSize(shards)
          .allSatisfy(subject -> assertThat(subject).containsPattern("\\d up"));
    } finally {
      git.stop(0);
    }
  }

  /** What {@code cronjob/README.md} says of another number of Pods: it stands three times. */
  private static void number(ObjectNode cronJob, int shards) {
    ObjectNode job = (ObjectNode) cronJob.at("/spec/jobTemplate/spec");
    job.put("completions", shards).put("parallelism", shards);
    for (JsonNode variable : job.at("/template/spec/containers/0/env")) {
      if (variable.path("name").asText().equals("GITSCALER_SHARDS")) {
        ((ObjectNode) variable).put("value", Integer.toString(shards));
      }
    }
  }

  @Test
  void aRunThatFailsFailsItsJobAndSaysWhy() {
    ObjectNode cronJob =
        install("", true, Map.of("GITSCALER_POLICIES_REPO", "http://localhost:1/policies.git"));

    Job job = jobFrom(cronJob, "unreachable");

    assertThat(job.getStatus().getConditions())
        .extracting(condition -> condition.getType() + " " + condition.getReason())
        .containsExactly("Failed BackoffLimitExceeded");
    assertThat(output(job)).contains("http://localhost:1/policies.git");
    assertThat(site.replicas("web")).isEqualTo(1);
  }

  /** Each line is what follows {@code kubectl auth can-i}. */
  @Test
  void theServiceAccountMayDoThisAndNothingElse() throws IOException {
    install("", true, Map.of());
    grant();
    Kubectl kubectl = plane.kubectl(folder);

    assertThat(
            """
            list deployments.apps/web -n shop
            update deployments.apps/web --subresource=scale -n shop
            update configmaps/gitscaler -n gitscaler
            update leases.coordination.k8s.io/gitscaler -n gitscaler
            """
                .lines())
        .allSatisfy(line -> assertThat(canI(kubectl, line)).as(line).isEqualTo("yes"));
    assertThat(
            """
            get secrets -n gitscaler
            list secrets -n gitscaler
            get secrets -n shop
            create pods --subresource=exec -n gitscaler
            create pods --subresource=exec -n shop
            create pods -n gitscaler
            create jobs.batch -n gitscaler
            update cronjobs.batch/gitscaler -n gitscaler
            update configmaps/gitscaler-settings -n gitscaler
            update deployments.apps/web -n shop
            patch deployments.apps/web -n shop
            delete deployments.apps/web -n shop
            update deployments.apps/api --subresource=scale -n shop
            create serviceaccounts/gitscaler --subresource=token -n gitscaler
            create rolebindings.rbac.authorization.k8s.io -n gitscaler
            list deployments.apps -n default
            update deployments.apps/web --subresource=scale -n default
            list pods -n kube-system
            get configmaps/gitscaler -n default
            list namespaces
            list secrets -A
            """
                .lines())
        .allSatisfy(line -> assertThat(canI(kubectl, line)).as(line).isEqualTo("no"));
  }

  private String canI(Kubectl kubectl, String line) {
    String question = "auth can-i --as system:serviceaccount:gitscaler:gitscaler " + line;
    return kubectl.print(question.replaceAll("-n shop$", "-n " + site.shop).split(" "));
  }
}
