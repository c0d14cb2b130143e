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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A runner that is there and says nothing costs its patience once, and not a program's time-out. What is counted is how often it
 * was waited for, which is once for each connection.
 */
class HangingRunnerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path folder;
  @TempDir Path temporary;
  private final CountDownLatch started = new CountDownLatch(1);
  private ServerSocketChannel runner;

  @BeforeEach
  void listen() throws IOException {
    runner = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    runner.bind(UnixDomainSocketAddress.of(folder.resolve("s")));
  }

  @AfterEach
  void close() throws IOException {
    runner.close();
  }

  private SocketExecution run(Duration rest) {
    return new SocketExecution(
        4,
        folder.resolve("s"),
        null,
        new Liveness(Duration.ofMillis(50), PATIENCE, rest),
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

  private String hangs() {
    return "metric program `sh -c echo 5` for checkout: the program runner at %s has not answered for 1 s. Start it anew, or give it more of a processor. It is tried again in a while."
        .formatted(folder.resolve("s"));
  }

  /** How often somebody has connected that nobody has accepted. */
  private int knocks() throws IOException {
    runner.configureBlocking(false);
    int knocks = 0;
    for (SocketChannel each = runner.accept(); each != null; each = runner.accept()) {
      each.close();
      knocks++;
    }
    return knocks;
  }

  @Test
  void whatNeverGreetsIsWaitedForOnceHoweverManyProgramsThereAre() throws Exception {
    try (SocketExecution run = run(DAY)) {
      assertThat(failures(run, 40)).hasSize(40).containsOnly(hangs());
    }
    assertThat(knocks()).isEqualTo(1);
  }

  @Test
  void whatHangsWhileProgramsRunFailsThemAndThoseThatComeLaterWithoutBeingAskedAgain()
      throws Exception {
    Thread greeting = Thread.ofVirtual().start(this::greetAndHang);
    try (SocketExecution run = run(DAY)) {
      assertThat(failures(run, 4)).hasSize(4).containsOnly(hangs());
      assertThat(failures(run, 40)).hasSize(40).containsOnly(hangs());
    }
    greeting.join();
    assertThat(started.getCount()).isZero();
    assertThat(knocks()).isZero();
  }

  @Test
  void isTriedAgainAfterItHasRested() throws Exception {
    try (SocketExecution run = run(Duration.ZERO)) {
      assertThat(failure(run)).isEqualTo(hangs());
      assertThat(failure(run)).isEqualTo(hangs());
    }
    assertThat(knocks()).isEqualTo(2);
  }

  @Test
  void timesWithWhichEveryRunnerWouldHangAreNone() {
    assertThatThrownBy(() -> new Liveness(PATIENCE, PATIENCE, DAY))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Liveness.USUAL)
        .as("docs/programs.md tells these times")
        .isEqualTo(
            new Liveness(Duration.ofSeconds(3), Duration.ofSeconds(15), Duration.ofSeconds(15)));
  }

  private void greetAndHang() {
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
      // The run has given it up.
    }
  }
}
