package io.gitscaler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.gitscaler.testing.Account;
import io.gitscaler.testing.NeedsControlPlane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A policy whose metric program looks for credentials, in the set-up of the component isolated-programs: two processes of two users,
 * of which one has credentials and the other runs the programs.
 *
 * <p>Real are both processes, their users, the socket, the API server and its RBAC. There are no containers: what mounts and process
 * namespaces hide in a pod is all visible here, and only permissions keep it apart, as if the pod had {@code
 * shareProcessNamespace} and one file system. Root stands for gitscaler's user.
 */
@NeedsControlPlane
class IsolatedProgramsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PROGRAMS_USER = 65531;

  @TempDir private Path folder;
  private final List<LaunchedRun> runners = new ArrayList<>();
  private TeamSite site;
  private Path secrets;
  private Account account;

  @BeforeEach
  void install() throws Exception {
    assumeTrue(
        Objects.equals(Files.getAttribute(folder, "unix:uid"), 0),
        "needs root, to be two users at once");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    site = new TeamSite(folder);
    site.deployment("web", 1);
    account =
        site.plane
            .account(site.home, "gitscaler")
            .mayIn(
                site.shop,
                new PolicyRuleBuilder()
                    .withApiGroups("")
                    .withResources("pods")
                    .withVerbs("list")
                    .build());
    secrets = Files.createDirectory(folder.resolve("secrets"));
    Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rwx------"));
    Path projected = Files.createDirectory(secrets.resolve("serviceaccount"));
    Files.writeString(projected.resolve("token"), account.token());
    Files.writeString(projected.resolve("named"), "canary-service-account");
    Files.writeString(secrets.resolve("git-token"), "canary-git-file");
    commitThePolicy();
  }

  private void commitThePolicy() throws IOException {
    Path token = secrets.resolve("serviceaccount/token");
    String usual = "/var/run/secrets/kubernetes.io/serviceaccount/token";
    String api = site.admin.getMasterUrl() + "api/v1/namespaces/" + site.shop + "/pods";
    site.policies.commit(
        "main",
        Map.of(
            "web/web.yaml",
            site.policy("web", "echo '{\"targetReplicas\": 3}'")
                .replace(
                    "metric: {type: shell, shell: {entrypoint: /bin/sh, command: [-c, \"echo 1\"]}}",
                    "metric: {type: shell, timeout: 60s, shell: {entrypoint: python3, command: [thief.py]}}"),
            "web/thief.py",
            new String(
                Objects.requireNonNull(getClass().getResourceAsStream("/programs/thief.py"))
                    .readAllBytes(),
                StandardCharsets.UTF_8),
            "web/places.txt",
            String.join("\n", usual, token.toString(), secrets.resolve("git-token").toString()),
            "web/api.txt",
            api));
  }

  @AfterEach
  void stop() {
    runners.forEach(LaunchedRun::kill);
  }

  /** Starts what the container for programs starts; returns its socket. */
  private Path runner() throws IOException {
    Path place = Files.createDirectory(folder.resolve("socket"));
    Path temporary = Files.createDirectory(folder.resolve("programs-tmp"));
    Files.setAttribute(place, "unix:uid", PROGRAMS_USER);
    Files.setAttribute(temporary, "unix:uid", PROGRAMS_USER);
    Path socket = place.resolve("programs.sock");
    LaunchedRun runner =
        LaunchedRun.start(
            folder,
            "runner",
            Map.of(
                "GITSCALER_JAVA_OPTS",
                "-Djava.io.tmpdir=" + temporary,
                "ANOTHER_POLICYS_TOKEN",
                "canary-of-another-policy"),
            List.of(
                "setpriv",
                "--reuid=" + PROGRAMS_USER,
                "--regid=" + PROGRAMS_USER,
                "--clear-groups",
                copyOfTheProduct().toString()),
            List.of("program-runner", "--socket", socket.toString(), "--allow-user", "0"));
    runners.add(runner);
    while (!Files.exists(socket)) {
      assertThat(runner.endsWithin(50)).as(runner.output()).isFalse();
    }
    return socket;
  }

  /** For the other user, who may not be able to enter the folder of the build. */
  private Path copyOfTheProduct() throws IOException {
    Path source = Path.of("target/gitscaler");
    Path copy = folder.resolve("gitscaler");
    try {
      new ProcessBuilder("cp", "-a", source.toString(), copy.toString()).start().waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return copy.resolve("bin/gitscaler");
  }

  /** A run with all its credentials; returns what the program found. */
  private List<String> finds(String... more) throws IOException {
    LaunchedRun run =
        LaunchedRun.start(
            folder,
            "run",
            Map.of("GITSCALER_GIT_TOKEN", "canary-git-variable"),
            site.arguments("run", more));
    assertThat(run.status()).as(run.output()).isZero();
    assertThat(site.replicas("web")).isEqualTo(3);
    String record =
        site.trail
            .git("log", "-1", "-p", "--format=", "gitscaler/audit")
            .lines()
            .filter(line -> line.startsWith("+{"))
            .filter(line -> line.contains("\"metric\""))
            .findFirst()
            .orElseThrow();
    JsonNode programs = JSON.readTree(record.substring(1)).findPath("programs");
    assertThat(programs.isArray()).as(record).isTrue();
    JsonNode found = JSON.readTree(programs.get(0).path("answer").asText());
    return found.valueStream().map(JsonNode::asText).toList();
  }

  @Test
  void aProgramInARunnerFindsNothing() throws IOException {
    Path socket = runner();

    assertThat(
            finds(
                "--program-runner",
                socket.toString(),
                "--program-runner-user",
                String.valueOf(PROGRAMS_USER)))
        .isEmpty();
  }

  @Test
  void theSameProgramAsAChildFindsIt() throws IOException {
    assertThat(finds())
        .contains(
            "file canary-service-account",
            "file canary-git-file",
            "environment of the parent canary-git-variable",
            "the API server answers");
  }
}
