package io.gitscaler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.gitscaler.cronjob.Kustomization;
import io.gitscaler.cronjob.Lowering;
import io.gitscaler.testing.BareRepository;
import io.gitscaler.testing.ControlPlane;
import io.gitscaler.testing.GitHttpBackend;
import io.gitscaler.testing.GitHttpsServer;
import io.gitscaler.testing.GitSshServer;
import io.gitscaler.testing.NeedsControlPlane;
import io.gitscaler.testing.node.Image;
import io.gitscaler.testing.node.Node;
import java.io.ByteArrayInputStream;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    Lowering lowering = new Lowering(plane.minorVersion());
    ObjectNode cronJob = null;
    for (ObjectNode manifest : Kustomization.build(CRONJOB.resolve(overlay))) {
      ObjectNode spoken = lowering.of(manifest);
      if (spoken.path("kind").asText().equals("ConfigMap")) {
        settings.forEach(spoken.withObject("/data")::put);
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
  private void grant() throws IOException {
    CommandRun printed =
        CommandRun.of(List.of("manifests", "--policies-dir", repository.work().toString()));
    assertThat(printed.status()).as(printed.err()).isZero();
    try (InputStream text =
        new ByteArrayInputStream(printed.out().getBytes(StandardCharsets.UTF_8))) {
      admin
          .load(text)
          .items()
          .forEach(one -> admin.resource(one).createOr(NonDeletingOperation::update));
    }
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
        .waitUntilCondition(CronJobIT::hasEnded, 2, TimeUnit.MINUTES);
  }

  private static boolean hasEnded(Job job) {
    return job != null
        && job.getStatus() != null
        && job.getStatus().getConditions().stream()
            .anyMatch(condition -> condition.getStatus().equals("True"));
  }

  /** What the only Pod's container printed. */
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
      ObjectNode cronJob =
          install(
              "overlays/https-token",
              true,
              Map.of(
                  "GITSCALER_POLICIES_REPO",
                  git.url("policies.git"),
                  "GITSCALER_GIT_USERNAME",
                  "git",
                  "GITSCALER_JAVA_OPTS",
                  "-Djavax.net.ssl.trustStore=/opt/company/trust.p12"
                      + " -Djavax.net.ssl.trustStorePassword=changeit"));
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

  /** Each line: verb, group, resource, name, namespace; {@code -} for none. */
  @Test
  void theServiceAccountMayDoThisAndNothingElse() throws IOException {
    install("", true, Map.of());
    grant();

    assertThat(
            """
            list apps deployments web shop
            update apps deployments/scale web shop
            update - configmaps gitscaler gitscaler
            update coordination.k8s.io leases gitscaler gitscaler
            """
                .lines())
        .allSatisfy(line -> assertThat(isAllowed(line)).as(line).isTrue());
    assertThat(
            """
            get - secrets - gitscaler
            list - secrets - gitscaler
            get - secrets - shop
            create - pods/exec - gitscaler
            create - pods/exec - shop
            create - pods - gitscaler
            create batch jobs - gitscaler
            update batch cronjobs gitscaler gitscaler
            update - configmaps gitscaler-settings gitscaler
            update apps deployments web shop
            patch apps deployments web shop
            delete apps deployments web shop
            update apps deployments/scale api shop
            create - serviceaccounts/token gitscaler gitscaler
            create rbac.authorization.k8s.io rolebindings - gitscaler
            list apps deployments - default
            update apps deployments/scale web default
            list - pods - kube-system
            get - configmaps gitscaler default
            list - namespaces - -
            list - secrets - -
            """
                .lines())
        .allSatisfy(line -> assertThat(isAllowed(line)).as(line).isFalse());
  }

  /** What {@code kubectl auth can-i --as system:serviceaccount:gitscaler:gitscaler} asks. */
  private boolean isAllowed(String line) {
    List<String> words =
        Stream.of(line.split(" ")).map(word -> word.equals("-") ? "" : word).toList();
    String[] resource = words.get(2).split("/", 2);
    return admin
        .authorization()
        .v1()
        .subjectAccessReview()
        .create(
            new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser("system:serviceaccount:gitscaler:gitscaler")
                .withGroups(
                    "system:serviceaccounts",
                    "system:serviceaccounts:gitscaler",
                    "system:authenticated")
                .withNewResourceAttributes()
                .withVerb(words.get(0))
                .withGroup(words.get(1))
                .withResource(resource[0])
                .withSubresource(resource.length == 2 ? resource[1] : "")
                .withName(words.get(3))
                .withNamespace(words.get(4).equals("shop") ? site.shop : words.get(4))
                .endResourceAttributes()
                .endSpec()
                .build())
        .getStatus()
        .getAllowed();
  }
}
