package io.gitscaler.command.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gitscaler.command.Execution;
import io.gitscaler.command.LocalExecution;
import io.gitscaler.command.Outcome;
import io.gitscaler.command.Secrets;
import io.gitscaler.command.Task;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.testing.Processes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How runs and runners come together, and what becomes of the one when the other is lost. */
class ProgramRunnerTest {
  private static final String OTHER_USER = "4711";

  @TempDir Path folder;
  @TempDir Path temporary;
  @TempDir Path place;
  private final Map<String, String> environment = Map.of("PATH", System.getenv("PATH"));
  private final List<AutoCloseable> open = new ArrayList<>();

  private Path socket() {
    return place.resolve("programs.sock");
  }

  private ProgramServer runner() {
    return runner(null);
  }

  private ProgramServer runner(@Nullable String allowed) {
    ProgramServer server =
        ProgramServer.open(
            socket(), allowed, new LocalExecution(4, environment, temporary), temporary);
    Thread.ofVirtual().start(server::serve);
    open.add(server);
    return server;
  }

  private SocketExecution run() {
    SocketExecution client = new SocketExecution(4, socket(), null, Liveness.USUAL, temporary);
    open.add(client);
    return client;
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    assertThat(temporary).isEmptyDirectory();
  }

  private Task sh(String script) {
    return Tasks.sh(folder, script);
  }

  private static String failure(SocketExecution client, Task task) throws InterruptedException {
    try {
      Outcome outcome = client.run(task);
      return outcome.failure() == null ? "none: " + outcome.answer() : outcome.failure();
    } catch (OutsideFailure e) {
      return e.sentence();
    }
  }

  @Test
  void saysThatThereIsNoRunnerAndHowToStartOne() throws Exception {
    assertThat(failure(run(), sh("echo 5")))
        .isEqualTo(
            "metric program `sh -c echo 5` for checkout: there is no program runner at %s. Start `gitscaler program-runner --socket %s`."
                .formatted(socket(), socket()));
  }

  @Test
  void usesARunnerThatComesLaterAndOneThatCameAgain() throws Exception {
    SocketExecution client = run();
    failure(client, sh("echo 5"));
    ProgramServer first = runner();
    assertThat(client.run(sh("echo 5")).answer()).isEqualTo("5");
    first.close();
    assertThat(failure(client, sh("echo 6"))).contains("program runner at " + socket());
    runner();

    assertThat(client.run(sh("echo 7")).answer()).isEqualTo("7");
  }

  @Test
  void replacesTheSocketThatADeadRunnerLeftBehind() throws Exception {
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(socket()));
    }
    assertThat(socket()).exists();
    assertThat(failure(run(), sh("echo 5"))).contains("no program runner listens at " + socket());

    runner();

    assertThat(run().run(sh("echo 5")).answer()).isEqualTo("5");
  }

  /** Whoever is told to stop by a signal is closed once more at its end. */
  @Test
  void leavesTheSocketOfItsSuccessorAlone() throws Exception {
    ProgramServer first = runner();
    first.stop();
    assertThat(socket()).doesNotExist();
    runner();

    first.close();

    assertThat(run().run(sh("echo 5")).answer()).isEqualTo("5");
  }

  /** Waits for as many as a runner takes from one run, and then lets all of them end. */
  private static final class Crowd implements Execution {
    private final CountDownLatch awaited = new CountDownLatch(ProgramSession.MOST_PROGRAMS);

    @Override
    public Outcome run(Task task) throws InterruptedException {
      awaited.countDown();
      awaited.await();
      return Outcome.of(task.failure("was one of many", ""));
    }

    @Override
    public void policiesRead() {}

    @Override
    public Secrets secrets(Task task) {
      return Secrets.of(task.program());
    }

    @Override
    public void stop() {}

    @Override
    public void close() {}
  }

  @Test
  void isAskedForNoMoreProgramsAtOnceThanItTakes() throws Exception {
    ProgramServer server = ProgramServer.open(socket(), null, new Crowd(), temporary);
    open.add(server);
    Thread.ofVirtual().start(server::serve);
    SocketExecution client =
        new SocketExecution(
            2 * ProgramSession.MOST_PROGRAMS, socket(), null, Liveness.USUAL, temporary);
    open.add(client);
    List<Future<String>> failures = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < ProgramSession.MOST_PROGRAMS + 100; i++) {
        failures.add(executor.submit(() -> failure(client, sh("echo 5"))));
      }
    }
    for (Future<String> each : failures) {
      assertThat(each.get()).contains("was one of many");
    }
  }

  @Test
  void leavesASocketAloneAtWhichSomebodyListens() throws Exception {
    runner();

    assertThatThrownBy(this::runner)
        .hasMessage(
            "socket %s: a program runner listens there already. Name another place, or stop it.",
            socket());
    assertThat(run().run(sh("echo 5")).answer()).isEqualTo("5");
  }

  @Test
  void takesNoPlaceThatOthersCouldTakeOver() throws IOException {
    Files.writeString(socket(), "precious");
    assertThatThrownBy(this::runner).hasMessageContaining("a file is there that is no socket");
    assertThat(socket()).hasContent("precious");
    Files.delete(socket());
    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(this::runner).hasMessageContaining("others may write its folder");
    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwx------"));
    Files.delete(place);
    assertThatThrownBy(this::runner).hasMessageContaining("its folder does not exist");
    Files.createDirectory(place);
  }

  @Test
  void saysThatAPathIsTooLongForASocket() {
    Path longer = place.resolve("x".repeat(108));

    assertThatThrownBy(
            () ->
                ProgramServer.open(
                    longer, null, new LocalExecution(1, environment, temporary), temporary))
        .hasMessageContaining("a socket's path has at most 107 bytes. Use a shorter one.");
    assertThat(place).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", OTHER_USER})
  void makesASocketThatNobodyElseCanOpen(String allowed) throws IOException {
    runner(allowed.isEmpty() ? null : allowed);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
        .isEqualTo(allowed.isEmpty() ? "rw-------" : "rw-rw----");
    assertThat(place).isDirectoryNotContaining(file -> !file.equals(socket()));
  }

  @Test
  void takesItsSocketAlongWhenItEnds() {
    runner().close();

    assertThat(place).isEmptyDirectory();
  }

  @Test
  void leavesNothingBehindOfARunThatSendsFilesWhileItEnds() throws IOException {
    for (int round = 0; round < 50; round++) {
      ProgramServer server = runner();
      try (Connection run =
          new Connection(SocketChannel.open(UnixDomainSocketAddress.of(socket())))) {
        run.send(new Message.Hello(Message.PROTOCOL));
        for (int file = 0; file < 200; file++) {
          String path = "folder-" + file + "/file";
          run.send(
              new Frame(new Message.PolicyFile("a".repeat(64), path, false), new byte[] {'5'}));
        }
        assertThat(run.receive()).as("the greeting").isNotNull();
        server.close();
      }
      assertThat(temporary).as("round %d", round).isEmptyDirectory();
    }
  }

  @Test
  void refusesEveryUserButTheOneItServes() throws Exception {
    runner(OTHER_USER);
    String own = Files.getOwner(folder).getName();

    assertThat(failure(run(), sh("echo 5")))
        .contains("refuses: it takes programs from user 4711 and not from user " + own)
        .contains("--allow-user " + own);
  }

  @Test
  void aRunTrustsNoRunnerOfAnotherUser() throws Exception {
    runner();
    SocketExecution client =
        new SocketExecution(1, socket(), OTHER_USER, Liveness.USUAL, temporary);
    open.add(client);

    assertThat(failure(client, sh("echo 5")))
        .contains("the process that listens at " + socket() + " is of user ")
        .contains("not of 4711", "--program-runner-user");
  }

  @Test
  void namesAUserThatDoesNotExist() {
    assertThatThrownBy(() -> runner("no-such-user")).hasMessageContaining("there is no such user");
  }

  @Test
  void failsWhatRunsWhenTheRunnerEndsAndKillsIt() throws Exception {
    ProgramServer server = runner();
    SocketExecution client = run();
    CompletableFuture<String> running =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return failure(client, sh("echo $$ > $SEEN/pid; exec sleep 1000"));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    awaitPid();

    server.close();

    assertThat(running.join())
        .startsWith("metric program `sh -c ")
        .containsAnyOf("ended meanwhile", "was stopped because gitscaler stops");
    assertThat(Processes.runs(folder.resolve("pid"))).isFalse();
  }

  @Test
  void endsTheProgramsOfARunThatIsGone() throws Exception {
    runner();
    SocketExecution client = run();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                failure(client, sh("echo $$ > $SEEN/pid; exec sleep 1000"));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    awaitPid();
    ProcessHandle program = ProcessHandle.of(pid()).orElseThrow();

    client.close();

    program.onExit().join();
    assertThat(Processes.runs(folder.resolve("pid"))).isFalse();
  }

  private long pid() throws IOException {
    return Long.parseLong(Files.readString(folder.resolve("pid")).strip());
  }

  private void awaitPid() throws IOException {
    Path pid = folder.resolve("pid");
    while (!Files.exists(pid) || Files.readString(pid).isBlank()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void sendsFilesOnceAndForgetsThoseOfEarlierPasses() throws Exception {
    runner();
    SocketExecution client = run();
    Files.writeString(folder.resolve("answer"), "1");
    for (int pass = 1; pass <= 10; pass++) {
      Files.writeString(folder.resolve("answer"), String.valueOf(pass));
      client.policiesRead();
      for (int i = 0; i < 3; i++) {
        assertThat(client.run(sh("cat answer")).answer()).isEqualTo(String.valueOf(pass));
      }
    }
    // Each program sees the folders that are there: those of four passes at most.
    assertThat(client.run(sh("ls -d ../files-* | wc -l")).answer().strip()).isEqualTo("4");
  }

  @Test
  void sendsNothingThatLeadsOutOfThePolicies() throws Exception {
    runner();
    Path outside = Files.writeString(place.resolve("token"), "canary");
    Files.createSymbolicLink(folder.resolve("stolen"), outside);
    Files.createDirectories(folder.resolve(".git"));
    Files.writeString(folder.resolve(".git/config"), "canary");

    assertThat(run().run(sh("ls -A; cat stolen .git/config 2>/dev/null")).answer()).isEmpty();
  }

  @Test
  void sendsALinkToItsOwnFolder() throws Exception {
    runner();
    Files.writeString(folder.resolve("answer"), "5");
    Files.createSymbolicLink(folder.resolve("current"), Path.of("."));

    assertThat(run().run(sh("cat current/answer")).answer()).isEqualTo("5");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 33, 'there are files of more than 32 MiB, such as dump-0'",
    "3, 22, more than 64 MiB"
  })
  void saysThatThereIsMoreThanCanBeSent(int files, int megabytes, String sentence)
      throws Exception {
    runner();
    for (int i = 0; i < files; i++) {
      try (var file = new RandomAccessFile(folder.resolve("dump-" + i).toFile(), "rw")) {
        file.setLength((long) megabytes << 20);
      }
    }

    assertThat(failure(run(), sh("echo 5"))).contains(sentence, "--policies-path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"KUBECONFIG", "GITSCALER_SOMETHING", "KUBERNETES_SERVICE_HOST"})
  void givesAVariableThatHasAValueOfItsOwnWhateverItsName(String name) throws Exception {
    runner();

    Outcome outcome = run().run(Tasks.shWith(name, "none", folder, "echo $" + name));

    assertThat(outcome.failure()).isNull();
    assertThat(outcome.answer()).isEqualTo("none");
  }

  @Test
  void givesProgramsTheRunnersVariablesAndKeepsTheirValuesThere() throws Exception {
    Map<String, String> inside =
        Map.of("PATH", System.getenv("PATH"), "QUEUE_TOKEN", "canary-4711", "OTHER", "hidden-1");
    ProgramServer server =
        ProgramServer.open(socket(), null, new LocalExecution(4, inside, temporary), temporary);
    Thread.ofVirtual().start(server::serve);
    open.add(server);
    Task task =
        Tasks.shWith(
            "QUEUE_TOKEN",
            folder,
            "echo token=$QUEUE_TOKEN other=$OTHER; echo $QUEUE_TOKEN >&2; exit 1");

    Outcome outcome = run().run(task);

    assertThat(outcome.answer()).isEqualTo("token=canary-4711 other=");
    assertThat(outcome.shown()).isEqualTo("token=*** other=");
    assertThat(outcome.failure()).contains("stderr ends with \"***\"");
    assertThat(outcome.stderr()).doesNotContain("canary");
  }
}
