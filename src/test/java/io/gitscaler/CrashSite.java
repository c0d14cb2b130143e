package io.gitscaler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gitscaler.testing.ReplicaWatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A site where every run has something to scale: three targets whose wished counts are never the current ones, and a fourth whose
 * wish fell an hour's window before it may be followed. The watch tells what really happened, the trail what is said to have.
 */
final class CrashSite implements AutoCloseable {
  static final List<String> RESTLESS = List.of("api", "jobs", "web");
  static final String CALM = "calm";
  private static final int CALM_AT = 6;
  private static final ObjectMapper JSON = new ObjectMapper();

  final TeamSite site;
  final Doorway door;
  private final Path folder;
  private final ReplicaWatch watch;
  private int runs;

  /** A site after a whole run, whose calm policy wants no scaling any more. */
  static CrashSite calm(Path folder) throws Exception {
    assertThat(LaunchedRun.LAUNCHER).as("the launcher, which mvn package builds").isExecutable();
    CrashSite site = new CrashSite(folder);
    site.complete();
    site.calmDown();
    return site;
  }

  /** Lets a run that nothing stops go to its end. */
  private void complete() {
    door.keptBy((request, before) -> true);
    wishAnew();
    LaunchedRun run = start();
    assertThat(run.status()).as(run::output).isZero();
  }

  /** Holds trail and state against what the API server saw, after one more whole run; answers how many scalings there were. */
  int assertThatNothingWasLost() throws Exception {
    complete();
    assertThatNothingIsOpen();
    int scalings = assertThatEveryScalingIsTold();
    assertThat(scalings).isGreaterThan(RESTLESS.size());
    assertThatTheWindowSurvived();
    return scalings;
  }

  private CrashSite(Path folder) throws IOException {
    this.folder = folder;
    site = new TeamSite(folder);
    door = new Doorway(site.admin, folder);
    for (String name : RESTLESS) {
      site.deployment(name, 1);
      site.commit(name + ".yaml", site.policy(name, "cat " + wish(name)));
    }
    site.deployment(CALM, 1);
    site.commit(
        CALM + ".yaml",
        site.policy(CALM, "cat " + wish(CALM))
            .replace("maxReplicas: 10", "maxReplicas: 10\n  downscaleStabilization: 3600"));
    watch = new ReplicaWatch(site.admin, site.shop);
    wish(CALM, CALM_AT);
    wishAnew();
    Path kubeconfig = door.kubeconfig(folder.resolve("door.kubeconfig"));
    assertThat(kubeconfig).exists();
  }

  private Path wish(String name) {
    return folder.resolve("wish-" + name);
  }

  private void wish(String name, int replicas) {
    try {
      Files.writeString(wish(name), "{\"targetReplicas\": " + replicas + "}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the next run scale every restless target. */
  void wishAnew() {
    RESTLESS.forEach(name -> wish(name, site.replicas(name) % 7 + 1));
  }

  /** From now on the calm target would rather be at one replica. */
  void calmDown() {
    wish(CALM, 1);
  }

  /** Starts a run that need not wait until the Lease of a killed one expires. */
  LaunchedRun start(String... more) {
    site.freeTheLeases();
    return startBeside(more);
  }

  /** Starts a run that finds the Lease as it is. */
  LaunchedRun startBeside(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                "--policies-repo",
                site.policies.url(),
                "--audit-repo",
                door.gitUrl("audit.git"),
                "--namespace",
                site.home,
                "--kubeconfig",
                folder.resolve("door.kubeconfig").toString()));
    arguments.addAll(List.of(more));
    return LaunchedRun.start(
        folder, "run-" + runs, Map.of("HOSTNAME", "machine-" + runs++), arguments);
  }

  /** What the watch saw is what the trail tells: each scaling of each target once, in order. */
  int assertThatEveryScalingIsTold() throws Exception {
    int scalings = 0;
    Set<String> ids = new HashSet<>();
    List<String> all = new ArrayList<>(RESTLESS);
    all.add(CALM);
    for (String name : all) {
      List<String> happened = watch.of(name);
      assertThat(told(name, ids)).as("scalings of " + name + " in the trail").isEqualTo(happened);
      scalings += happened.size();
    }
    return scalings;
  }

  /** The window outlived everything: without it the calm target had followed its wish. */
  void assertThatTheWindowSurvived() throws Exception {
    assertThat(watch.of(CALM)).containsExactly("1 -> " + CALM_AT);
  }

  /** Nothing is left to be settled or pushed. */
  void assertThatNothingIsOpen() {
    Map<String, String> state =
        site.admin.configMaps().inNamespace(site.home).withName("gitscaler").get().getData();
    assertThat(state.get("policies")).doesNotContain("\"intent\"");
    assertThat(state).doesNotContainKey("queue");
  }

  private List<String> told(String name, Set<String> ids) throws IOException {
    List<String> told = new ArrayList<>();
    String files =
        site.trail.git(
            "ls-tree", "-r", "--name-only", "gitscaler/audit", "trail/" + site.shop + "/" + name);
    for (String file : files.lines().toList()) {
      for (String line : site.trail.git("show", "gitscaler/audit:" + file).lines().toList()) {
        JsonNode record = JSON.readTree(line);
        assertThat(ids.add(record.path("id").asText())).as("a record twice: " + line).isTrue();
        JsonNode decision = record.path("decision");
        boolean scaling =
            List.of("scaled-up", "scaled-down", "recovered").contains(record.path("kind").asText());
        if (scaling && record.path("outcome").path("word").asText().equals("applied")) {
          told.add(decision.path("from") + " -> " + decision.path("to"));
        }
      }
    }
    return told;
  }

  @Override
  public void close() {
    watch.close();
    door.close();
  }
}
