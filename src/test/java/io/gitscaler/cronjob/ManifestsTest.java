package io.gitscaler.cronjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.gitscaler.cli.Cli;
import io.gitscaler.cli.Stdout;
import io.gitscaler.cli.Surroundings;
import io.gitscaler.cli.usecase.PolicyPlace;
import io.gitscaler.cli.usecase.ProgramRunnerRequest;
import io.gitscaler.cli.usecase.ProgramSettings;
import io.gitscaler.cli.usecase.RunRequest;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.kubernetes.RoleManifests;
import io.gitscaler.policy.Shard;
import io.gitscaler.reconcile.Ending;
import io.gitscaler.testing.FakeUseCases;
import io.gitscaler.testing.Policies;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code cronjob/} installs. */
class ManifestsTest {
  private static final Path CRONJOB = Path.of("cronjob");

  static List<Path> installations() throws IOException {
    try (Stream<Path> overlays = Files.list(CRONJOB.resolve("overlays"))) {
      List<Path> all = Stream.concat(Stream.of(CRONJOB), overlays.sorted()).toList();
      assertThat(all).hasSizeGreaterThan(3);
      return all;
    }
  }

  private static List<HasMetadata> objects(Path installation) {
    return Manifests.read(Kustomization.build(installation));
  }

  private static CronJob cronJob(Path installation) {
    return Manifests.one(objects(installation), CronJob.class);
  }

  private static PodSpec pod(Path installation) {
    return cronJob(installation).getSpec().getJobTemplate().getSpec().getTemplate().getSpec();
  }

  @ParameterizedTest
  @MethodSource("installations")
  void everyFieldIsOneOfKubernetes(Path installation) {
    assertThat(objects(installation))
        .extracting(HasMetadata::getKind)
        .containsExactlyInAnyOrder(
            "Namespace", "ServiceAccount", "Role", "RoleBinding", "ConfigMap", "CronJob");
  }

  /**
   * What servers of 1.20 do not know is what {@link Lowering} leaves out, for {@link ManifestsIT} finds anything else; so nothing that
   * is newer can be forgotten here.
   */
  @ParameterizedTest
  @MethodSource("installations")
  void everyFieldThatIsYoungerThanKubernetes120IsNamedInTheReadme(Path installation)
      throws IOException {
    String readme = Files.readString(CRONJOB.resolve("README.md"));
    String versions = readme.substring(readme.indexOf("## Versions"));
    Lowering old = new Lowering(20);

    for (ObjectNode manifest : Kustomization.build(installation)) {
      Set<String> younger = new TreeSet<>(fields(manifest));
      younger.removeAll(fields(old.of(manifest)));
      assertThat(younger).allSatisfy(field -> assertThat(versions).contains("`" + field));
    }
    assertThat(versions).contains("`timeZone`");
  }

  private static Set<String> fields(JsonNode node) {
    Set<String> names = new TreeSet<>();
    node.properties()
        .forEach(
            field -> {
              names.add(field.getKey());
              names.addAll(fields(field.getValue()));
            });
    if (node.isArray()) {
      node.forEach(item -> names.addAll(fields(item)));
    }
    return names;
  }

  /** The tests' own reading of kustomizations is that of kubectl, wherever there is one that knows components. */
  @ParameterizedTest
  @MethodSource("installations")
  void kubectlBuildsTheSame(Path installation) throws IOException, InterruptedException {
    assumeTrue(kubectl("version", "--client") != null, "kubectl 1.21 or newer is not here");

    String built = kubectl("kustomize", installation.toString());

    assertThat(built).isNotNull();
    assertThat(Kustomization.documents(String.valueOf(built)))
        .containsExactlyInAnyOrderElementsOf(Kustomization.build(installation));
  }

  /** What it prints; null where there is none that knows components, or it fails. */
  private static @Nullable String kubectl(String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("kubectl"));
    command.addAll(List.of(arguments));
    Process process;
    try {
      process = new ProcessBuilder(command).start();
    } catch (IOException notInstalled) {
      return null;
    }
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    boolean old = printed.contains("v1.20.") || printed.contains("v1.1");
    return process.waitFor() == 0 && !old ? printed : null;
  }

  @Test
  void aFieldThatKubernetesDoesNotHaveIsFound() {
    ObjectNode misspelled =
        Kustomization.build(CRONJOB).stream()
            .filter(one -> one.path("kind").asText().equals("CronJob"))
            .findFirst()
            .orElseThrow();
    ((ObjectNode) misspelled.at("/spec/jobTemplate/spec/template/spec")).put("runAsRoot", false);

    assertThatThrownBy(() -> Manifests.read(misspelled)).hasMessageContaining("runAsRoot");
  }

  @Test
  void everyFileBelongsToAKustomization() throws IOException {
    String all = "";
    try (Stream<Path> files = Files.walk(CRONJOB)) {
      for (Path file : files.filter(one -> one.endsWith("kustomization.yaml")).toList()) {
        all += Files.readString(file);
      }
    }
    try (Stream<Path> files = Files.walk(CRONJOB)) {
      String named = all;
      assertThat(files.filter(file -> file.toString().endsWith(".yaml")))
          .isNotEmpty()
          .filteredOn(file -> !file.endsWith("kustomization.yaml"))
          .allMatch(file -> named.contains(file.getFileName().toString()));
    }
  }

  @ParameterizedTest
  @MethodSource("installations")
  void aRunNeitherOverlapsNorRepeatsNorOutlivesItsMinute(Path installation) {
    CronJob cronJob = cronJob(installation);
    var job = cronJob.getSpec().getJobTemplate().getSpec();

    assertThat(cronJob.getSpec().getSchedule()).isEqualTo("* * * * *");
    assertThat(cronJob.getSpec().getTimeZone()).isEqualTo("Etc/UTC");
    assertThat(cronJob.getSpec().getConcurrencyPolicy()).isEqualTo("Forbid");
    // The controller looks every ten seconds; a shorter deadline would miss starts.
    assertThat(cronJob.getSpec().getStartingDeadlineSeconds()).isBetween(11L, 59L);
    assertThat(cronJob.getSpec().getSuccessfulJobsHistoryLimit()).isBetween(1, 10);
    assertThat(cronJob.getSpec().getFailedJobsHistoryLimit()).isBetween(1, 10);
    // A pod that fails is not tried again, and where there are several it does not end the others.
    assertThat(
            "Indexed".equals(job.getCompletionMode())
                ? job.getBackoffLimitPerIndex()
                : job.getBackoffLimit())
        .isZero();
    assertThat(job.getBackoffLimitPerIndex() == null || job.getBackoffLimit() == null).isTrue();
    assertThat(job.getTemplate().getSpec().getRestartPolicy()).isEqualTo("Never");
    assertThat(
            job.getActiveDeadlineSeconds()
                + job.getTemplate().getSpec().getTerminationGracePeriodSeconds())
        .isLessThan(60);
  }

  @ParameterizedTest
  @MethodSource("installations")
  void aSlowRunEndsByItselfBeforeItsJobDoesAndInOrderWhereThePodIsStopped(Path installation) {
    var job = cronJob(installation).getSpec().getJobTemplate().getSpec();
    RunRequest request = request(installation);
    Duration deadline = Objects.requireNonNull(request.deadline());
    Duration lastPass = request.rhythm().interval().multipliedBy(request.rhythm().passes() - 1L);

    assertThat(deadline)
        .isLessThan(Duration.ofSeconds(job.getActiveDeadlineSeconds()))
        .isGreaterThan(lastPass.plus(Ending.RESERVE));
    assertThat(Duration.ofSeconds(job.getTemplate().getSpec().getTerminationGracePeriodSeconds()))
        .isGreaterThan(Ending.RESERVE);
  }

  @ParameterizedTest
  @MethodSource("installations")
  void thePodHasNoRightsOnItsNode(Path installation) {
    PodSpec pod = pod(installation);

    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(pod.getContainers()).hasSize(1);
    assertThat(Stream.concat(pod.getContainers().stream(), pod.getInitContainers().stream()))
        .allSatisfy(
            container -> {
              var security = container.getSecurityContext();
              assertThat(security.getReadOnlyRootFilesystem()).isTrue();
              assertThat(security.getAllowPrivilegeEscalation()).isFalse();
              assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
              assertThat(security.getCapabilities().getAdd()).isEmpty();
              assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
              assertThat(container.getResources().getLimits()).containsKeys("cpu", "memory");
            });
  }

  @ParameterizedTest
  @MethodSource("installations")
  void onlyTheTemporaryFolderCanBeWrittenAndItIsMemory(Path installation) {
    PodSpec pod = pod(installation);
    Container container = pod.getContainers().getFirst();

    assertThat(container.getVolumeMounts())
        .filteredOn(mount -> !Boolean.TRUE.equals(mount.getReadOnly()))
        .singleElement()
        .satisfies(mount -> assertThat(mount.getMountPath()).isEqualTo("/tmp"));
    assertThat(pod.getVolumes())
        .filteredOn(volume -> volume.getName().equals("tmp"))
        .singleElement()
        .satisfies(
            volume -> {
              assertThat(volume.getEmptyDir().getMedium()).isEqualTo("Memory");
              assertThat(volume.getEmptyDir().getSizeLimit()).isNotNull();
            });
    assertThat(pod.getVolumes())
        .filteredOn(volume -> volume.getSecret() != null)
        .allMatch(volume -> (volume.getSecret().getDefaultMode() & 07) == 0);
  }

  @Test
  void theTokenIsMountedOnlyWhereAPodAsksForIt() {
    ServiceAccount account = Manifests.one(objects(CRONJOB), ServiceAccount.class);

    assertThat(account.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod(CRONJOB).getAutomountServiceAccountToken()).isTrue();
    assertThat(pod(CRONJOB).getServiceAccountName()).isEqualTo(account.getMetadata().getName());
  }

  @ParameterizedTest
  @MethodSource("installations")
  void theContainerStartsARunWithEverySettingUnderstood(Path installation) {
    RunRequest request = request(installation);

    assertThat(request.policies()).isInstanceOf(PolicyPlace.Repository.class);
    assertThat(request.audit()).isNotNull();
    assertThat(request.cluster().namespace()).isEqualTo("gitscaler");
    assertThat(request.cluster().name()).isEqualTo("production");
  }

  @ParameterizedTest
  @MethodSource("installations")
  void everySettingIsAFlag(Path installation) throws IOException {
    String flags = Files.readString(Path.of("docs/command-line.md"));

    assertThat(environment(installation).keySet())
        .filteredOn(name -> name.startsWith("GITSCALER_"))
        .hasSizeGreaterThan(4)
        .allSatisfy(
            name ->
                assertThat(flags)
                    .contains(
                        "`--"
                            + name.replaceFirst("GITSCALER_", "")
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-')));
  }

  @Test
  void theOverlayHttpsTokenTakesTheTokenFromTheMountedSecret() {
    Path overlay = CRONJOB.resolve("overlays/https-token");

    var place = (PolicyPlace.Repository) request(overlay).policies();

    assertThat(place.url()).startsWith("https://");
    assertMounted(overlay, String.valueOf(place.access().tokenFile()));
  }

  @Test
  void theOverlaySshKeyTakesKeyAndKnownHostsFromTheMountedSecret() {
    Path overlay = CRONJOB.resolve("overlays/ssh-key");

    var place = (PolicyPlace.Repository) request(overlay).policies();

    assertThat(place.url()).startsWith("ssh://");
    assertMounted(overlay, String.valueOf(place.access().sshKeyFile()));
    assertMounted(overlay, String.valueOf(place.access().sshKnownHostsFile()));
  }

  private static void assertMounted(Path overlay, String file) {
    String folder = String.valueOf(Path.of(file).getParent());
    PodSpec pod = pod(overlay);
    var mount =
        pod.getContainers().getFirst().getVolumeMounts().stream()
            .filter(one -> one.getMountPath().equals(folder))
            .findFirst()
            .orElseThrow(() -> new AssertionError("nothing is mounted at " + folder));
    assertThat(pod.getVolumes())
        .filteredOn(volume -> volume.getName().equals(mount.getName()))
        .singleElement()
        .satisfies(volume -> assertThat(volume.getSecret()).isNotNull());
  }

  /** A pod with all that can be combined. */
  static List<Path> isolated() throws IOException {
    Path all = Files.createDirectories(Path.of("target/every-component"));
    String components = "../../cronjob/components/";
    Files.writeString(
        all.resolve("kustomization.yaml"),
        """
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        resources: [../../cronjob/base]
        components: [%1$shttps-token, %1$sssh-key, %1$severy-15-seconds, %1$sisolated-programs]
        """
            .formatted(components));
    return List.of(CRONJOB.resolve("overlays/isolated-programs"), all);
  }

  @ParameterizedTest
  @MethodSource("isolated")
  void isolatedProgramsHaveACredentialNowhere(Path installation) {
    PodSpec pod = pod(installation);
    Container run = pod.getContainers().getFirst();
    Container programs = onlySidecar(pod);

    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getShareProcessNamespace()).isNull();
    assertThat(programs.getEnvFrom()).isEmpty();
    assertThat(programs.getEnv())
        .extracting(EnvVar::getName)
        .containsExactly("GITSCALER_LOG_FORMAT");
    assertThat(programs.getSecurityContext().getRunAsUser())
        .isPositive()
        .isNotEqualTo(pod.getSecurityContext().getRunAsUser());
    Set<String> shared = mounted(programs);
    assertThat(pod.getVolumes())
        .filteredOn(volume -> shared.contains(volume.getName()))
        .hasSize(2)
        .allSatisfy(volume -> assertThat(volume.getEmptyDir().getMedium()).isEqualTo("Memory"));
    shared.retainAll(mounted(run));
    assertThat(shared).containsExactly("program-socket");
  }

  @ParameterizedTest
  @MethodSource("isolated")
  void theRunOfIsolatedProgramsHasTheTokenWhereClientsLookForIt(Path installation) {
    PodSpec pod = pod(installation);

    assertThat(pod.getContainers().getFirst().getVolumeMounts())
        .filteredOn(mount -> mount.getName().equals("api-access"))
        .singleElement()
        .satisfies(
            mount ->
                assertThat(mount.getMountPath())
                    .isEqualTo("/var/run/secrets/kubernetes.io/serviceaccount"));
    assertThat(pod.getVolumes())
        .filteredOn(volume -> volume.getName().equals("api-access"))
        .singleElement()
        .satisfies(
            volume -> {
              var sources = volume.getProjected().getSources();
              assertThat(sources.get(0).getServiceAccountToken().getPath()).isEqualTo("token");
              assertThat(sources.get(1).getConfigMap().getName()).isEqualTo("kube-root-ca.crt");
              assertThat(sources.get(1).getConfigMap().getItems().getFirst().getPath())
                  .isEqualTo("ca.crt");
              assertThat(sources.get(2).getDownwardAPI().getItems().getFirst().getPath())
                  .isEqualTo("namespace");
            });
  }

  @ParameterizedTest
  @MethodSource("isolated")
  void runAndRunnerOfIsolatedProgramsFindEachOther(Path installation) {
    PodSpec pod = pod(installation);
    Container programs = onlySidecar(pod);
    ProgramRunnerRequest runner =
        (ProgramRunnerRequest) given(programs.getArgs(), Map.of("GITSCALER_LOG_FORMAT", "json"));
    ProgramSettings.Runner run = request(installation).programs().runner();

    assertThat(run)
        .isEqualTo(
            new ProgramSettings.Runner(
                runner.socket(), programs.getSecurityContext().getRunAsUser().toString()));
    assertThat(runner.allowedUser()).isEqualTo(pod.getSecurityContext().getRunAsUser().toString());
    assertThat(programs.getStartupProbe().getExec().getCommand())
        .containsExactly("test", "-S", runner.socket().toString());
    for (Container each : List.of(programs, pod.getContainers().getFirst())) {
      assertThat(each.getImage()).isEqualTo("ghcr.io/gitscaler/gitscaler:0.1.0");
      assertThat(each.getVolumeMounts())
          .filteredOn(mount -> mount.getName().equals("program-socket"))
          .singleElement()
          .satisfies(
              mount ->
                  assertThat(mount.getMountPath())
                      .isEqualTo(String.valueOf(runner.socket().getParent())));
      // No mount lies in another: the shared folder must stay what it is.
      assertThat(each.getVolumeMounts())
          .extracting(mount -> mount.getMountPath().replaceFirst("^/var/run/", "/run/") + "/")
          .allSatisfy(
              path ->
                  assertThat(path.equals("/run/gitscaler/") || !path.startsWith("/run/gitscaler/"))
                      .as(path)
                      .isTrue());
    }
  }

  private static Container onlySidecar(PodSpec pod) {
    assertThat(pod.getInitContainers())
        .singleElement()
        .satisfies(sidecar -> assertThat(sidecar.getRestartPolicy()).isEqualTo("Always"));
    return pod.getInitContainers().getFirst();
  }

  private static Set<String> mounted(Container container) {
    return container.getVolumeMounts().stream()
        .map(VolumeMount::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @ValueSource(strings = "overlays/every-15-seconds")
  void theOverlayEvery15SecondsMakesFourPassesInOneRun(String overlay) {
    assertThat(request(CRONJOB.resolve(overlay)).toString()).contains("passes=4, interval=PT15S");
  }

  @Test
  void theOverlayIndexedSharesThePoliciesAmongAllItsPods() {
    Path overlay = CRONJOB.resolve("overlays/indexed");
    var job = cronJob(overlay).getSpec().getJobTemplate().getSpec();

    assertThat(job.getCompletionMode()).isEqualTo("Indexed");
    assertThat(job.getParallelism()).isEqualTo(job.getCompletions());
    assertThat(request(overlay).shard()).isEqualTo(new Shard(5, job.getCompletions()));
    assertThat(request(CRONJOB).shard()).isEqualTo(Shard.WHOLE);
  }

  /** By which others see whether the pod that holds the Lease is gone; its host may be called otherwise. */
  @ParameterizedTest
  @MethodSource("installations")
  void aRunIsToldTheNameOfItsPod(Path installation) {
    assertThat(environment(installation)).containsEntry("POD_NAME", "gitscaler-29123-5-x7k2p");
  }

  /** A kustomization refuses two objects of one name, so that page could not be followed. */
  @Test
  void aKustomizationMayHoldTheBaseAndThePrintedRoles() throws IOException {
    String printed =
        new RoleManifests("gitscaler", "gitscaler", 1, "gitscaler")
            .yaml(List.of(Policies.byPrograms("shop/web").build()));

    assertThat(named(Kustomization.documents(printed)))
        .isNotEmpty()
        .doesNotContainAnyElementsOf(named(Kustomization.build(CRONJOB.resolve("base"))));
  }

  private static List<String> named(List<ObjectNode> objects) {
    return objects.stream()
        .map(
            object ->
                object.path("kind").asText()
                    + " "
                    + object.at("/metadata/namespace").asText()
                    + "/"
                    + object.at("/metadata/name").asText())
        .toList();
  }

  @Test
  void theOverlayIndexedGivesItsPodsTheRightsThatManifestsPrints() throws IOException {
    Role shipped = Manifests.one(objects(CRONJOB.resolve("overlays/indexed")), Role.class);
    List<HasMetadata> printed =
        Manifests.read(
            Kustomization.documents(
                new RoleManifests("gitscaler", "gitscaler", 8, "gitscaler").yaml(List.of())));

    assertThat(rights(shipped)).isEqualTo(rights(Manifests.one(printed, Role.class)));
  }

  /** Each verb on each thing, however the rules spell them. */
  private static Set<String> rights(Role role) {
    Set<String> rights = new TreeSet<>();
    for (PolicyRule rule : role.getRules()) {
      List<String> names =
          rule.getResourceNames().isEmpty() ? List.of("*") : rule.getResourceNames();
      for (String verb : rule.getVerbs()) {
        for (String name : names) {
          rights.add(verb + " " + rule.getApiGroups() + rule.getResources() + " " + name);
        }
      }
    }
    return rights;
  }

  private static Map<String, String> environment(Path installation) {
    Map<String, String> environment = new HashMap<>();
    ConfigMap settings = Manifests.one(objects(installation), ConfigMap.class);
    Container container = pod(installation).getContainers().getFirst();
    assertThat(container.getEnvFrom())
        .singleElement()
        .satisfies(
            from ->
                assertThat(from.getConfigMapRef().getName())
                    .isEqualTo(settings.getMetadata().getName()));
    environment.putAll(settings.getData());
    CronJob cronJob = cronJob(installation);
    for (EnvVar variable : container.getEnv()) {
      environment.put(
          variable.getName(),
          variable.getValueFrom() == null
              ? variable.getValue()
              : field(variable.getValueFrom().getFieldRef().getFieldPath(), cronJob));
    }
    if ("Indexed".equals(cronJob.getSpec().getJobTemplate().getSpec().getCompletionMode())) {
      environment.put("JOB_COMPLETION_INDEX", "5");
    }
    return environment;
  }

  /** As the kubelet fills it in. */
  private static String field(String path, CronJob cronJob) {
    return switch (path) {
      case "metadata.namespace" -> cronJob.getMetadata().getNamespace();
      case "metadata.name" -> cronJob.getMetadata().getName() + "-29123-5-x7k2p";
      default -> throw new AssertionError(path);
    };
  }

  /** What the container's command line and environment come down to. */
  private static RunRequest request(Path installation) {
    return (RunRequest)
        given(pod(installation).getContainers().getFirst().getArgs(), environment(installation));
  }

  private static Object given(List<String> arguments, Map<String, String> environment) {
    FakeUseCases useCases =
        new FakeUseCases()
            .fail(new OutsideFailure(FailureKind.CLUSTER_UNREACHABLE, "here", "enough", ""));
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    int status =
        Cli.execute(
            arguments.toArray(String[]::new),
            new Surroundings(environment, new Stdout(nowhere), nowhere, Surroundings.Terminal.NONE),
            useCases);
    assertThat(status).isEqualTo(5);
    return useCases.request();
  }
}
