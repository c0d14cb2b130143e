package io.gitscaler;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.testing.NeedsControlPlane;
import io.gitscaler.testing.Processes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real process is told to end, with SIGTERM or by its deadline, while what it waits for never comes. */
@NeedsControlPlane
class TerminationIT {
  /** The reserve is four seconds; the rest is for a machine that is busy. */
  private static final long SECONDS = TimeUnit.SECONDS.toMillis(20);

  @TempDir private Path folder;
  private CrashSite site;

  @BeforeEach
  void open() throws Exception {
    site = CrashSite.calm(folder);
  }

  @AfterEach
  void close() {
    site.close();
  }

  /** The API server takes a request and never answers, whatever it is. */
  @Test
  void anApiServerThatHangsKeepsNobody() throws Exception {
    String[][] moments = {
      {"reading the state", "GET .*/configmaps.*", "1", "4"},
      {"looking at the targets", "GET .*/deployments.*", "1", "4"},
      {"announcing", "(POST|PUT) .*/configmaps.*", "1", "4"},
      // What was scaled beside it is pushed in two seconds, which a busy machine may not do.
      {"the first scaling", "PUT .*/scale.*", "1", "4 6"},
      {"storing the outcomes", "(POST|PUT) .*/configmaps.*", "2", "6"},
      {"giving the Lease back", "(POST|PUT) .*/leases.*", "2", "0"},
    };
    for (String[] moment : moments) {
      site.wishAnew();
      AtomicInteger seen = new AtomicInteger();
      CountDownLatch there = new CountDownLatch(1);
      CountDownLatch over = new CountDownLatch(1);
      site.door.keptBy(
          (request, before) -> {
            if (before
                && request.matches(moment[1])
                && seen.incrementAndGet() == Integer.parseInt(moment[2])) {
              there.countDown();
              await(over);
              return false;
            }
            return true;
          });
      LaunchedRun run = site.start();
      assertThat(there.await(60, TimeUnit.SECONDS)).as(moment[0] + ": " + run.output()).isTrue();

      run.terminate();

      boolean ended = run.endsWithin(SECONDS);
      over.countDown();
      site.door.settle();
      assertThat(ended).as(moment[0] + " ends: " + run.output()).isTrue();
      assertThat(String.valueOf(run.status()))
          .as(moment[0] + ": " + run.output())
          .isIn((Object[]) moment[3].split(" "));
    }
    site.assertThatNothingWasLost();
  }

  @Test
  void aGitServerThatHangsKeepsNobodyAndItsRecordsComeLater() throws Exception {
    Path there = folder.resolve("pushed");
    Path over = folder.resolve("over");
    site.site.trail.hook(
        "pre-receive",
        "#!/bin/sh\ntouch %s\nwhile [ ! -f %s ]; do sleep 0.2; done\n".formatted(there, over));
    site.wishAnew();
    LaunchedRun run = site.start();
    awaitFile(there);

    run.terminate();

    boolean ended = run.endsWithin(SECONDS);
    Files.createFile(over);
    site.door.settle();
    assertThat(ended).as(run::output).isTrue();
    assertThat(run.status()).as(run::output).isEqualTo(6);
    site.assertThatNothingWasLost();
  }

  @Test
  void aProgramThatHangsIsKilledWithWhatItStarted() throws Exception {
    Path pid = slowProgram();
    site.wishAnew();
    LaunchedRun run = site.start();
    awaitFile(pid);

    run.terminate();

    assertThat(run.endsWithin(SECONDS)).as(run::output).isTrue();
    assertThat(run.output()).contains("was told to end by SIGTERM");
    assertEnded(run, pid);
  }

  /** As {@code timeout} does, which tells the process and then the process's group. */
  @Test
  void signalsThatComeTogetherEndARunInOrder() throws Exception {
    Path pid = slowProgram();
    site.wishAnew();
    LaunchedRun run = site.start();
    awaitFile(pid);

    // Two of a kind would be delivered as one where they come too fast.
    run.signal("TERM", "HUP", "TERM", "INT");

    assertThat(run.endsWithin(SECONDS)).as(run::output).isTrue();
    assertThat(run.output()).containsOnlyOnce("ends in order");
    assertEnded(run, pid);
  }

  @Test
  void anotherSignalASecondLaterEndsARunOnTheSpot() throws Exception {
    site.wishAnew();
    CountDownLatch storing = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    AtomicInteger writes = new AtomicInteger();
    site.door.keptBy(
        (request, before) -> {
          if (before
              && request.matches("(POST|PUT) .*/configmaps.*")
              && writes.incrementAndGet() == 2) {
            storing.countDown();
            await(over);
            return false;
          }
          return true;
        });
    LaunchedRun run = site.start();
    assertThat(storing.await(60, TimeUnit.SECONDS)).as(run::output).isTrue();

    do {
      run.terminate();
    } while (!run.endsWithin(100));

    over.countDown();
    site.door.settle();
    assertThat(run.status()).as(run::output).isEqualTo(128 + 15);
    site.assertThatNothingWasLost();
  }

  @Test
  void theDeadlineEndsARunWhoseProgramHangs() throws Exception {
    Path pid = slowProgram();
    LaunchedRun run;
    int seconds = 6;
    do { // A machine that is busy may need more time to come to the program.
      seconds *= 2;
      site.wishAnew();
      Instant begin = Instant.now();

      run = site.start("--deadline", seconds + "s");

      assertThat(run.endsWithin(TimeUnit.SECONDS.toMillis(seconds + 48))).as(run::output).isTrue();
      assertThat(Duration.between(begin, Instant.now()))
          .isGreaterThan(Duration.ofSeconds(seconds - 5));
      assertThat(run.output()).contains("its deadline of " + seconds + "s was near");
    } while (!Files.exists(pid) && seconds < 100);
    assertEnded(run, pid);
  }

  private void assertEnded(LaunchedRun run, Path pid) throws Exception {
    assertThat(run.status()).as(run::output).isEqualTo(4);
    assertThat(Processes.runs(pid)).as("what the program had started").isFalse();
    site.site.asks("slow", 1);
    site.assertThatNothingWasLost();
  }

  @Test
  void theWaitBetweenTwoPassesEndsAtOnce() throws Exception {
    site.wishAnew();
    CountDownLatch stored = new CountDownLatch(1);
    site.door.keptBy(
        (request, before) -> {
          if (!before && request.matches("POST .*/events.*")) {
            stored.countDown();
          }
          return true;
        });
    LaunchedRun run = site.start("--passes", "2", "--interval", "5m", "--deadline", "10m");
    assertThat(stored.await(60, TimeUnit.SECONDS)).as(run::output).isTrue();

    run.terminate();

    assertThat(run.endsWithin(SECONDS)).as(run::output).isTrue();
    // The push of the pass has three seconds, which a busy machine may not make.
    assertThat(run.status()).as(run::output).isIn(4, 6);
    site.assertThatNothingWasLost();
  }

  /** A policy whose program starts another, writes that one's id to a file, and waits for it. */
  private Path slowProgram() {
    Path pid = folder.resolve("pid");
    site.site.deployment("slow", 1);
    site.site.commit(
        "slow.yaml",
        site.site.patientPolicy(
            "slow", "sleep 300 & echo $! > %1$s.new; mv %1$s.new %1$s; wait".formatted(pid)));
    return pid;
  }

  private void awaitFile(Path file) throws Exception {
    try (WatchService created = file.getFileSystem().newWatchService()) {
      folder.register(created, StandardWatchEventKinds.ENTRY_CREATE);
      while (!Files.exists(file)) {
        WatchKey key = created.poll(60, TimeUnit.SECONDS);
        assertThat(key).as(file + " appears").isNotNull();
        key.pollEvents();
        key.reset();
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
