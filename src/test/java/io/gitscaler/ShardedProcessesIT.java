package io.gitscaler;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.Shard;
import io.gitscaler.testing.Account;
import io.gitscaler.testing.NeedsControlPlane;
import io.gitscaler.testing.ReplicaWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes side by side that share 40 policies, started as the pods of an Indexed Job are: one launcher, one account that may do what
 * {@code gitscaler manifests --shards 8} prints and nothing else, one Git server for policies and trail. {@link ShardsIT} has more policies and
 * more rounds, in one process.
 */
@NeedsControlPlane
class ShardedProcessesIT {
  private static final List<String> NAMES =
      IntStream.range(0, 40).mapToObj(i -> "app-%02d".formatted(i)).toList();
  private static final Pattern SCALING = Pattern.compile("PUT .*/deployments/([^/]+)/scale.*");

  @TempDir private Path folder;
  private TeamSite site;
  private Account account;
  private KubernetesClient client;
  private Doorway door;
  private ReplicaWatch watch;
  private int rounds;

  @BeforeEach
  void install() throws IOException {
    site = new TeamSite(folder);
    Map<String, String> files = new TreeMap<>();
    for (String name : NAMES) {
      site.deployment(name, 1);
      files.put(name + ".yaml", policy(name));
    }
    site.policies.commit("main", files);
    account = site.plane.account(site.home, "gitscaler");
    client = site.plane.clientAs(account);
    door = new Doorway(client, folder);
    door.kubeconfig(folder.resolve("door.kubeconfig"));
    watch = new ReplicaWatch(site.admin, site.shop);
    site.apply(
        CommandRun.of(
            List.of(
                "manifests",
                "--policies-dir=" + site.policies.work(),
                "--namespace=" + site.home,
                "--shards=8")));
  }

  /** Asks for what stands in a file, with a window of an hour, and notes that it was asked. */
  private String policy(String name) {
    return site.policy(name, "echo " + name + " >> " + asked() + "; cat " + wish())
        .replace("maxReplicas: 10", "maxReplicas: 10\n  downscaleStabilization: 3600");
  }

  private Path asked() {
    return folder.resolve("asked");
  }

  private Path wish() {
    return folder.resolve("wish");
  }

  @AfterEach
  void close() {
    watch.close();
    door.close();
    client.close();
    site.admin.apps().deployments().inNamespace(site.shop).delete();
  }

  @Test
  void eachPolicyIsDecidedOnceARoundAndScaledOnceThoughOneOfThemIsKilled() throws Exception {
    Shard victim = largest(8);
    List<String> its = NAMES.stream().filter(name -> victim.takes(id(name))).toList();
    long mark = site.plane.audit().mark();

    wish(3);
    killAfterItsFirstScaling(victim);
    assertThat(NAMES.stream().filter(name -> site.replicas(name) == 1))
        .hasSize(its.size() - 1)
        .isSubsetOf(its);

    wish(4);
    endWell(start(8));
    assertThat(replicas()).containsOnly(4);

    // Fewer of them, and what was recommended before is known to whoever has a policy now.
    wish(1);
    endWell(start(3));
    assertThat(replicas()).containsOnly(4);

    wish(5);
    endWell(start(3));
    assertThat(replicas()).containsOnly(5);
    assertThat(
            site.plane.audit().writesSince(mark, account.user()).stream()
                .filter(request -> request.uri().contains("/scale")))
        .hasSize(assertThatEveryScalingIsToldOnce());
  }

  /** The shard with the most policies, so that some are left when it dies at its first. */
  private Shard largest(int shards) {
    return IntStream.range(0, shards)
        .mapToObj(index -> new Shard(index, shards))
        .max(
            Comparator.comparingLong(
                shard -> NAMES.stream().map(this::id).filter(shard::takes).count()))
        .orElseThrow();
  }

  private PolicyId id(String name) {
    return new PolicyId(site.shop, name);
  }

  private void wish(int replicas) throws IOException {
    Files.writeString(wish(), "{\"targetReplicas\": " + replicas + "}");
  }

  private List<Integer> replicas() {
    return NAMES.stream().map(site::replicas).toList();
  }

  /** All shards at one time. */
  private List<LaunchedRun> start(int shards) throws IOException {
    Files.deleteIfExists(asked());
    List<LaunchedRun> runs = new ArrayList<>();
    for (int index = 0; index < shards; index++) {
      runs.add(start(new Shard(index, shards)));
    }
    rounds++;
    return runs;
  }

  private LaunchedRun start(Shard shard) {
    String pod = "gitscaler-" + rounds + "-" + shard.index() + "-x7k2p";
    return LaunchedRun.start(
        folder,
        pod,
        Map.of(
            "HOSTNAME",
            pod,
            "JOB_COMPLETION_INDEX",
            String.valueOf(shard.index()),
            "GITSCALER_SHARDS",
            String.valueOf(shard.count()),
            "GITSCALER_NAMESPACE",
            site.home),
        List.of(
            "run",
            "--policies-repo=" + door.gitUrl("policies.git"),
            "--audit-repo=" + door.gitUrl("audit.git"),
            "--deadline=5m",
            "--kubeconfig=" + folder.resolve("door.kubeconfig")));
  }

  private void endWell(List<LaunchedRun> runs) throws IOException {
    for (LaunchedRun run : runs) {
      assertThat(run.status()).as(run::output).isZero();
    }
    assertThatEachPolicyWasAskedOnce();
  }

  private void assertThatEachPolicyWasAskedOnce() throws IOException {
    assertThat(Files.readAllLines(asked())).containsExactlyInAnyOrderElementsOf(NAMES);
  }

  /** The API server has scaled one target, and the process never learns of it; in the end its pod is gone. */
  private void killAfterItsFirstScaling(Shard victim) throws Exception {
    CountDownLatch scaled = new CountDownLatch(1);
    CountDownLatch dead = new CountDownLatch(1);
    AtomicBoolean first = new AtomicBoolean(true);
    door.keptBy(
        (request, before) -> {
          Matcher scaling = SCALING.matcher(request);
          if (!scaling.matches() || !victim.takes(id(scaling.group(1)))) {
            return true;
          }
          if (before && first.getAndSet(false)) {
            return true;
          }
          scaled.countDown();
          await(dead);
          return false;
        });
    List<LaunchedRun> runs = start(victim.count());
    LaunchedRun killed = runs.remove(victim.index());
    assertThat(scaled.await(120, TimeUnit.SECONDS)).as(killed::output).isTrue();
    killed.kill();
    dead.countDown();
    endWell(runs);
    door.settle();
    door.keptBy((request, before) -> true);
    site.freeTheLeases();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the watch saw is what the trail tells; returns how many there were. */
  private int assertThatEveryScalingIsToldOnce() throws Exception {
    List<String> happened = new ArrayList<>();
    for (String name : NAMES) {
      watch.of(name).forEach(change -> happened.add(name + " " + change));
    }
    assertThat(happened).hasSizeGreaterThan(2 * NAMES.size());
    assertThat(site.scalingsTold()).containsExactlyInAnyOrderElementsOf(happened);
    return happened.size();
  }
}
