package io.gitscaler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.gitscaler.testing.Account;
import io.gitscaler.testing.NeedsControlPlane;
import io.gitscaler.testing.node.Image;
import io.gitscaler.testing.node.Sandbox;
import io.gitscaler.testing.node.Sandbox.Mount;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image of {@code mvn -Pimage package}: what it holds, and that it starts as its configuration says on a root file system that
 * cannot be written, as a user without rights, where only {@code /tmp} can be written.
 *
 * <p>It brings Java and gitscaler; shell, python3 and curl are its base's. Here they come from this machine, or from the root file system
 * that {@code -Dgitscaler.image.tree=DIR} names, such as one of debootstrap.
 */
class ImageIT {
  private static final Path TAR = Path.of("target/gitscaler-image.tar");
  private static final Path TREE = Path.of(System.getProperty("gitscaler.image.tree", "/"));

  @TempDir private static Path extracted;
  private static JsonNode config;

  @TempDir private Path folder;
  private int processes;

  @BeforeAll
  static void extract() throws IOException, InterruptedException {
    assumeTrue(Files.exists(TAR), "needs the image: mvn -Pimage -Djib.from.image=scratch verify");
    tar("-xf", TAR.toAbsolutePath().toString());
    ObjectMapper json = new ObjectMapper();
    JsonNode manifest = json.readTree(extracted.resolve("manifest.json").toFile()).get(0);
    config = json.readTree(extracted.resolve(manifest.path("Config").asText()).toFile());
    Files.createDirectory(extracted.resolve("root"));
    for (JsonNode layer : manifest.path("Layers")) {
      tar("-xzf", layer.asText(), "-C", "root");
    }
  }

  private static void tar(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("tar"));
    command.addAll(List.of(arguments));
    Process tar =
        new ProcessBuilder(command)
            .directory(extracted.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(tar.waitFor()).as(command.toString()).isZero();
  }

  private static Image image() {
    Map<String, String> environment = new LinkedHashMap<>();
    config
        .at("/config/Env")
        .forEach(
            variable -> {
              String[] parts = variable.asText().split("=", 2);
              environment.put(parts[0], parts[1]);
            });
    List<String> entrypoint = new ArrayList<>();
    config.at("/config/Entrypoint").forEach(word -> entrypoint.add(word.asText()));
    Path root = extracted.resolve("root");
    return new Image(
        TREE,
        Map.of(
            "/opt/gitscaler", root.resolve("opt/gitscaler"),
            "/opt/java/25", root.resolve("opt/java/25")),
        environment,
        entrypoint);
  }

  /** What a process in a container left. */
  private record Ended(int status, String output) {}

  private Ended start(List<String> command, Mount... more)
      throws IOException, InterruptedException {
    Path temporary = Files.createDirectories(folder.resolve("tmp"));
    assertThat(temporary.toFile().setWritable(true, false)).isTrue();
    List<Mount> mounts = new ArrayList<>(List.of(new Mount(temporary, "/tmp", false)));
    mounts.addAll(List.of(more));
    Path own = folder.resolve("process-" + processes++);
    Process process =
        Sandbox.start(image(), mounts, image().environment(), Sandbox.User.OF_IMAGE, command, own);
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    return new Ended(process.exitValue(), Sandbox.output(own));
  }

  private Ended gitscaler(List<String> arguments, Mount... more)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(image().entrypoint());
    command.addAll(arguments);
    return start(command, more);
  }

  @Test
  void isConfiguredAsTheDockerfileConfiguresIt() throws IOException {
    String dockerfile = Files.readString(Path.of("cronjob/Dockerfile"));

    assertThat(config.at("/config/Entrypoint").toString())
        .isEqualTo("[\"/opt/gitscaler/bin/gitscaler\"]");
    assertThat(config.at("/config/Cmd").toString()).isEqualTo("[\"run\"]");
    assertThat(dockerfile).contains("CMD [\"run\"]");
    assertThat(dockerfile).contains("USER " + config.at("/config/User").asText() + "\n");
    assertThat(dockerfile).contains("WORKDIR " + config.at("/config/WorkingDir").asText() + "\n");
    assertThat(dockerfile)
        .contains("GITSCALER_JAVA=" + image().environment().get("GITSCALER_JAVA"))
        .contains(String.valueOf(image().environment().get("GITSCALER_JAVA_OPTS")));
  }

  @Test
  void holdsTheModulesThatAreNamed() throws IOException {
    String arguments = Files.readString(Path.of("cronjob/java.args"));
    String modules = arguments.replaceAll("(?s).*--add-modules (\\S+).*", "$1");
    String release = Files.readString(extracted.resolve("root/opt/java/25/release"));

    assertThat(release.replaceAll("(?s).*MODULES=\"([^\"]*)\".*", "$1").split(" "))
        .contains(modules.split(","));
  }

  @Test
  void holdsJavaAndGitscalerAndNothingElseAndNoneOfItIsAnybodysToWrite() throws IOException {
    Path root = extracted.resolve("root");
    try (var files = Files.walk(root)) {
      assertThat(files.filter(Files::isRegularFile))
          .hasSizeGreaterThan(50)
          .allSatisfy(
              file -> {
                assertThat(root.relativize(file).toString()).matches("opt/(java/25|gitscaler)/.*");
                int mode = (int) Files.getAttribute(file, "unix:mode");
                assertThat(mode & 06022).as(file + " " + Integer.toOctalString(mode)).isZero();
              });
    }
  }

  @Test
  void runsAsAUserWithoutRightsWhoCanWriteTheTemporaryFolderOnly() throws Exception {
    Ended ended =
        start(
            List.of(
                "sh",
                "-c",
                """
                echo "I am $(id -u):$(id -g)"
                grep -E '^(CapEff|NoNewPrivs)' /proc/self/status
                for place in / /opt/gitscaler/lib /opt/java/25 /etc /usr/bin /run /var; do
                  ! touch "$place/mine" 2> /dev/null || echo "$place can be written"
                done
                touch /tmp/mine && echo "/tmp can be written"
                python3 -c 'print("python3 is here")'
                curl --version | cut -d' ' -f1
                ls /proc | grep -c '^[0-9]*$' | tr -d '\\n'; echo ' processes at most in sight'
                """));

    assertThat(ended.output())
        .contains("I am 65532:65532\n", "/tmp can be written\n", "python3 is here\n", "\ncurl\n")
        .containsPattern("CapEff:\\s+0000000000000000\n")
        .containsPattern("NoNewPrivs:\\s+1\n")
        .containsPattern("\n[1-9] processes")
        .doesNotContain(
            "/ can be", "lib can be", "25 can be", "etc can be", "bin can be", "run can");
    assertThat(ended.status()).isZero();
  }

  /** The JVM ends with a sentence where it may not go on without a cache that fits. */
  @Test
  void startsWithAStartUpCacheThatFits() throws Exception {
    List<String> strictly =
        List.of(
            "sh",
            "-c",
            "GITSCALER_JAVA_OPTS=-XX:AOTMode=on exec "
                + String.join(" ", image().entrypoint())
                + " --version");

    Ended ended = start(strictly);

    assertThat(ended.output()).startsWith("gitscaler ");
    assertThat(ended.status()).isZero();
    assertThat(extracted.resolve("root/opt/gitscaler/lib/gitscaler.aot")).exists();
  }

  @Test
  void playsTheDemonstration() throws Exception {
    Ended ended = gitscaler(List.of("demo", "--folder", "/tmp/demo"));

    assertThat(ended.status()).as(ended.output()).isZero();
    assertThat(ended.output()).contains("scaled").contains("/tmp/demo");
  }

  @Test
  @NeedsControlPlane
  void scalesWithProgramsInPythonAndCurl() throws Exception {
    TeamSite site = new TeamSite(folder);
    site.deployment("web", 1);
    Path certificate = site.plane.serverCertificate();
    Account reader =
        site.plane
            .account(site.home, "reader")
            .mayEverywhere(
                new PolicyRuleBuilder()
                    .withApiGroups("*")
                    .withResources("*")
                    .withVerbs("get", "list")
                    .build());
    HttpServer queue =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    queue.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("40".getBytes(StandardCharsets.UTF_8));
          }
        });
    queue.start();
    Path policies = Files.createDirectory(folder.resolve("policies-here"));
    Files.writeString(
        policies.resolve("web.yaml"),
        """
        apiVersion: gitscaler.io/v1alpha1
        kind: ScalerPolicy
        metadata: {name: web, namespace: %s}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
          maxReplicas: 10
          runMode: per-resource
          metric: {type: shell, shell: {entrypoint: curl, command: [-sS, "http://localhost:%d/"]}}
          evaluate: {type: shell, shell: {entrypoint: python3, command: [ten.py]}}
        """
            .formatted(site.shop, queue.getAddress().getPort()));
    Files.writeString(
        policies.resolve("ten.py"),
        """
        import json, sys
        waiting = int(json.load(sys.stdin)["metrics"][0]["value"])
        print(json.dumps({"targetReplicas": waiting // 10}))
        """);
    try {
      Ended ended =
          gitscaler(
              List.of(
                  "plan",
                  "--policies-dir=/policies",
                  "--namespace=" + site.home,
                  "--kubeconfig=/cluster/config"),
              new Mount(policies, "/policies", true),
              new Mount(reader.kubeconfig(folder.resolve("kubeconfig")), "/cluster/config", true),
              new Mount(certificate, certificate.toString(), true));

      assertThat(ended.status()).as(ended.output()).isZero();
      assertThat(ended.output()).contains("1 -> 4", "would scale");
    } finally {
      queue.stop(0);
    }
  }
}
