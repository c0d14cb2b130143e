package io.gitscaler;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.testing.NeedsControlPlane;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kills the real process with SIGKILL, at every boundary between two steps and at random moments, each time over a cluster that
 * wants to be scaled. The number of random moments is {@code -Dgitscaler.crash.kills}, their seed {@code -Dgitscaler.crash.seed}.
 */
@NeedsControlPlane
class CrashIT {
  private static final int KILLS = Integer.getInteger("gitscaler.crash.kills", 5);
  private static final long SEED = Long.getLong("gitscaler.crash.seed", new Random().nextLong());

  @TempDir private Path folder;
  private CrashSite site;

  /** A request to the API server where a run may end: the n-th of its kind. */
  private record Boundary(String step, String request, int nth, boolean before) {
    @Override
    public String toString() {
      return (before ? "before " : "after ") + step;
    }
  }

  @BeforeEach
  void open() throws Exception {
    site = CrashSite.calm(folder);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private void assertThatNothingWasLost() throws Exception {
    System.out.println(
        "CrashIT: " + site.assertThatNothingWasLost() + " scalings, each once in the trail");
  }

  @Test
  void nothingIsLostOrDoubledAtAnyStepBoundary() throws Exception {
    String[][] steps = {
      {"taking the Lease", "(POST|PUT) .*/leases.*", "1"},
      {"reading the state", "GET .*/configmaps.*", "1"},
      {"looking at the targets", "GET .*/deployments.*", "1"},
      {"announcing", "(POST|PUT) .*/configmaps.*", "1"},
      {"the first scaling", "PUT .*/scale.*", "1"},
      {"the second scaling", "PUT .*/scale.*", "2"},
      {"the last scaling", "PUT .*/scale.*", "3"},
      {"storing the outcomes", "(POST|PUT) .*/configmaps.*", "2"},
      {"an Event", "POST .*/events.*", "1"},
      {"clearing the queue", "(POST|PUT) .*/configmaps.*", "3"},
      {"giving the Lease back", "(POST|PUT) .*/leases.*", "2"},
    };
    for (String[] step : steps) {
      killAt(new Boundary(step[0], step[1], Integer.parseInt(step[2]), true));
      killAt(new Boundary(step[0], step[1], Integer.parseInt(step[2]), false));
    }
    killInHook("pre-receive", "true");
    killInHook("reference-transaction", "[ \"$1\" = committed ]");
    assertThatNothingWasLost();
  }

  private void killAt(Boundary boundary) throws InterruptedException {
    site.wishAnew();
    AtomicInteger seen = new AtomicInteger();
    CountDownLatch there = new CountDownLatch(1);
    CountDownLatch dead = new CountDownLatch(1);
    site.door.keptBy(
        (request, before) -> {
          if (before == boundary.before()
              && request.matches(boundary.request())
              && seen.incrementAndGet() == boundary.nth()) {
            there.countDown();
            await(dead);
            return false;
          }
          return true;
        });
    LaunchedRun run = site.start();
    assertThat(there.await(60, TimeUnit.SECONDS)).as(boundary + " is reached").isTrue();
    run.kill();
    dead.countDown();
    site.door.settle();
    assertThat(run.status()).as(boundary + ": " + run.output()).isEqualTo(LaunchedRun.KILLED);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The Git server's own hook kills the run: before the branch moves, or once it has moved and nobody was told. */
  private void killInHook(String hook, String condition) throws Exception {
    site.wishAnew();
    site.door.keptBy((request, before) -> true);
    Path pid = folder.resolve("pid-" + hook);
    // The run may be here before its id is; and only once does it die.
    site.site.trail.hook(
        hook,
        """
        #!/bin/sh
        if CONDITION && mkdir PID.used 2>/dev/null; then
          while ! [ -s PID ]; do sleep 0.1; done
          kill -9 $(cat PID)
        fi
        exit 0
        """
            .replace("CONDITION", condition)
            .replace("PID", pid.toString()));
    LaunchedRun run = site.start();
    Files.writeString(pid, String.valueOf(run.pid()));
    assertThat(run.status()).as(hook + ": " + run.output()).isEqualTo(LaunchedRun.KILLED);
    site.door.settle();
    Files.delete(site.site.trail.path().resolve("hooks").resolve(hook));
  }

  @ParameterizedTest(name = "{0} runs at the same time")
  @ValueSource(ints = {2, 8})
  void ofRunsAtTheSameTimeOneScalesAndTheOthersFindTheLeaseHeld(int runs) throws Exception {
    CountDownLatch losers = new CountDownLatch(runs - 1);
    Path alone = folder.resolve("alone");
    String script =
        "until [ -e %s ]; do sleep 0.1; done; cat %s".formatted(alone, folder.resolve("wish-web"));
    // A program may take as long as it takes to start so many runs; a request may not.
    site.site.commit("web.yaml", site.site.patientPolicy("web", script));
    site.wishAnew();
    List<LaunchedRun> all = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      all.add(site.startBeside());
    }
    CompletableFuture<?>[] ends =
        all.stream()
            .map(run -> run.whenEnded(losers::countDown))
            .toArray(CompletableFuture<?>[]::new);
    assertThat(losers.await(2, TimeUnit.MINUTES)).isTrue();
    Files.createFile(alone);
    CompletableFuture.allOf(ends).get(2, TimeUnit.MINUTES);

    List<Integer> statuses = all.stream().map(LaunchedRun::status).sorted().toList();
    assertThat(statuses.getFirst()).as("of the one that scales").isZero();
    assertThat(statuses.subList(1, runs)).as("of the others").allMatch(status -> status == 7);
    System.out.println("CrashIT: " + runs + " runs at the same time ended with " + statuses);
    assertThatNothingWasLost();
  }

  /** Runs that take each other for dead, so that nothing but the preconditions of their writes keeps them apart. */
  @Test
  void runsThatTakeEachOtherForDeadLoseNothing() throws Exception {
    site.door.keptBy(
        (request, before) -> {
          if (before && request.matches("GET .*/leases/.*")) {
            site.site.freeTheLeases();
          }
          return true;
        });
    site.wishAnew();
    List<LaunchedRun> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(site.startBeside());
    }
    List<Integer> statuses = all.stream().map(LaunchedRun::status).sorted().toList();
    System.out.println("CrashIT: runs that took each other for dead ended with " + statuses);

    assertThat(statuses).as("no bug, no crash").doesNotContain(1);
    assertThatNothingWasLost();
  }

  @ParameterizedTest(name = "Git server down half of the time: {0}")
  @ValueSource(booleans = {false, true})
  void nothingIsLostOrDoubledAtRandomMoments(boolean gitDown) throws Exception {
    System.out.println("CrashIT: seed " + SEED);
    Random random = new Random(SEED);
    long whole = fromFirstRequestToEnd();
    int killed = 0;
    for (int runs = 0; runs < KILLS || killed == 0; runs++) {
      site.door.gitIsDown(gitDown && random.nextBoolean());
      killed += killAfter(random.nextLong(whole)) ? 1 : 0;
      if (runs >= KILLS) {
        // It takes less time than when it was measured; the machine had more to do then.
        whole = Math.max(1, whole / 2);
      }
    }
    site.door.gitIsDown(false);
    System.out.println("CrashIT: " + killed + " runs killed within " + whole + " ms");
    assertThatNothingWasLost();
  }

  private long fromFirstRequestToEnd() throws InterruptedException {
    CountDownLatch begun = begun();
    LaunchedRun run = site.start();
    assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
    long start = System.nanoTime();
    assertThat(run.status()).as(run::output).isZero();
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  private CountDownLatch begun() {
    site.wishAnew();
    CountDownLatch begun = new CountDownLatch(1);
    site.door.keptBy(
        (request, before) -> {
          begun.countDown();
          return true;
        });
    return begun;
  }

  /** Whether the run lived that long after its first request, and was killed. */
  private boolean killAfter(long millis) throws InterruptedException {
    CountDownLatch begun = begun();
    LaunchedRun run = site.start();
    assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
    boolean ended = run.endsWithin(millis);
    run.kill();
    site.door.settle();
    return !ended;
  }
}
