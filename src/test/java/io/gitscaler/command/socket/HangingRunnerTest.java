package io.gitscaler.command.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gitscaler.failure.OutsideFailure;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A runner that is there and says nothing costs its patience once, and not a program's time-out. What is counted is how often it
 * was waited for, which is once for each connection.
 */
class HangingRunnerTest {
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path folder;
  @TempDir Path temporary;

  /** A runner's socket, at which the test itself listens, and what a run is told to have of patience. */
  private record Scene(ServerSocketChannel runner, Path socket, Duration patience) {
    String hangs() {
      return "metric program `sh -c echo 5` for checkout: the program runner at %s has not answered for %d s. Start it anew, or give it more of a processor. It is tried again in a while."
          .formatted(socket, patience.toSeconds());
    }

    /** How often somebody has connected that nobody has accepted. */
    int knocks() throws IOException {
      runner.configureBlocking(false);
      int knocks = 0;
      for (SocketChannel each = runner.accept(); each != null; each = runner.accept()) {
        each.close();
        knocks++;
      }
      return knocks;
    }
  }

  /** What is to be seen; whether the patience sufficed for it. */
  private interface Trial {
    boolean of(Scene scene) throws Exception;
  }

  /** On a busy machine patience may end before a run came so far as to connect or to ask; then it is tried with more of it. */
  private void withPatienceEnough(Trial trial) throws Exception {
    boolean enough = false;
    for (int seconds = 1; !enough; seconds *= 2) {
      assertThat(seconds).as("seconds that did not suffice").isLessThan(100);
      Path socket = folder.resolve("s" + seconds);
      try (ServerSocketChannel runner = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        runner.bind(UnixDomainSocketAddress.of(socket));
        enough = trial.of(new Scene(runner, socket, Duration.ofSeconds(seconds)));
      }
    }
  }

  private SocketExecution run(Scene scene, Duration rest) {
    return new SocketExecution(
        4,
        scene.socket(),
        null,
        new Liveness(Duration.ofMillis(50), scene.patience(), rest),
        temporary);
  }

  /** How the programs fail that are asked for at the same time. */
  private List<String> failures(SocketExecution run, int programs) throws Exception {
    List<String> failures = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> running = new ArrayList<>();
      for (int i = 0; i < programs; i++) {
        running.add(executor.submit(() -> failure(run)));
      }
      for (Future<String> each : running) {
        failures.add(each.get());
      }
    }
    return failures;
  }

  private String failure(SocketExecution run) throws InterruptedException {
    try {
      return "none: " + run.run(Tasks.sh(folder, "echo 5"));
    } catch (OutsideFailure e) {
      return e.sentence();
    }
  }

  @Test
  void whatNeverGreetsIsWaitedForOnceHoweverManyProgramsThereAre() throws Exception {
    withPatienceEnough(
        scene -> {
          try (SocketExecution run = run(scene, DAY)) {
            assertThat(failures(run, 40)).hasSize(40).containsOnly(scene.hangs());
          }
          int knocks = scene.knocks();
          assertThat(knocks).isLessThanOrEqualTo(1);
          return knocks == 1;
        });
  }

  @Test
  void whatHangsWhileProgramsRunFailsThemAndThoseThatComeLaterWithoutBeingAskedAgain()
      throws Exception {
    withPatienceEnough(
        scene -> {
          CountDownLatch started = new CountDownLatch(1);
          Thread.ofVirtual().start(() -> greetAndHang(scene.runner(), started));
          try (SocketExecution run = run(scene, DAY)) {
            assertThat(failures(run, 4)).hasSize(4).containsOnly(scene.hangs());
            assertThat(failures(run, 40)).hasSize(40).containsOnly(scene.hangs());
          }
          boolean asked = started.getCount() == 0;
          if (asked) {
            assertThat(scene.knocks()).isZero();
          }
          return asked;
        });
  }

  @Test
  void isTriedAgainAfterItHasRested() throws Exception {
    withPatienceEnough(
        scene -> {
          try (SocketExecution run = run(scene, Duration.ZERO)) {
            assertThat(failure(run)).isEqualTo(scene.hangs());
            assertThat(failure(run)).isEqualTo(scene.hangs());
          }
          int knocks = scene.knocks();
          assertThat(knocks).isLessThanOrEqualTo(2);
          return knocks == 2;
        });
  }

  @Test
  void whatNeverGreetsHoldsUpNobodyWhoStops() throws Exception {
    Path socket = folder.resolve("s");
    try (ServerSocketChannel runner = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      runner.bind(UnixDomainSocketAddress.of(socket));
      SocketExecution run = run(new Scene(runner, socket, DAY), DAY);
      List<Future<String>> programs = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        programs.add(executor.submit(() -> failure(run)));
      }
      try (SocketChannel accepted = runner.accept()) {
        run.stop();

        for (Future<String> each : programs) {
          assertThat(each)
              .succeedsWithin(Duration.ofMinutes(1))
              .isEqualTo(
                  "metric program `sh -c echo 5` for checkout: was not run because gitscaler stops.");
        }
        assertThat(accepted.isOpen()).isTrue();
      } finally {
        programs.forEach(each -> each.cancel(true));
      }
    }
  }

  @Test
  void timesWithWhichEveryRunnerWouldHangAreNone() {
    Duration patience = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new Liveness(patience, patience, DAY))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Liveness.USUAL)
        .as("docs/programs.md tells these times")
        .isEqualTo(
            new Liveness(Duration.ofSeconds(3), Duration.ofSeconds(15), Duration.ofSeconds(15)));
  }

  private static void greetAndHang(ServerSocketChannel runner, CountDownLatch started) {
    try (SocketChannel run = runner.accept()) {
      run.write(Wire.spell(new Frame(new Message.Hello(Message.PROTOCOL))));
      var in = Channels.newInputStream(run);
      Frame heard;
      while ((heard = Wire.read(in)) != null) {
        if (heard.message() instanceof Message.Start) {
          started.countDown();
        } else if (heard.message() instanceof Message.Ping && started.getCount() > 0) {
          run.write(Wire.spell(new Frame(new Message.Pong())));
        }
      }
    } catch (IOException e) {
      // The run has given it up, or the test has ended before one came.
    }
  }
}
