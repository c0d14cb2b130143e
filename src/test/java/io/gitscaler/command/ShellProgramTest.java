package io.gitscaler.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.program.ProgramRun;
import io.gitscaler.testing.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Good and bad programs, as real processes. */
@ParameterizedClass
@EnumSource(Way.class)
class ShellProgramTest {
  private final Way way;

  @TempDir Path folder;
  @TempDir Path seen;
  @TempDir Path temporary;
  private Execution execution;
  private Programs programs;
  private Calls calls;

  ShellProgramTest(Way way) {
    this.way = way;
  }

  @BeforeEach
  void open() {
    execution = way.execution(4, Map.of("PATH", System.getenv("PATH")), temporary);
    programs = new Programs(execution, List.of());
    calls = patient(Duration.ofSeconds(60));
  }

  @AfterEach
  void close() {
    programs.close();
    assertThat(temporary).isEmptyDirectory();
  }

  /** Programs write to {@code $SEEN} what the test looks at; their own folder may be a copy. */
  private Calls patient(Duration timeout) {
    return new Calls(folder, Map.of("SEEN", seen.toString()), timeout);
  }

  private ProgramRun sh(String script) {
    return programs.run(calls.metric("sh", "-c", script));
  }

  @Test
  void leavesNothingBehindOfAProgramThatCannotBeFound() throws IOException {
    assertThat(sh("ls -d $HOME").failure()).isNull();
    List<Path> before = inTemporary();

    assertThat(programs.run(calls.metric("no-such-program")).failure()).contains("no-such-program");

    assertThat(inTemporary()).isEqualTo(before);
  }

  private List<Path> inTemporary() throws IOException {
    try (Stream<Path> all = Files.walk(temporary)) {
      return all.sorted().toList();
    }
  }

  @Test
  void handsTheInputToStdinAndTakesTheAnswerFromStdout() {
    ProgramRun run = sh("cat");

    assertThat(run.failure()).isNull();
    assertThat(run.answer()).isEqualTo(run.input()).contains("\"runType\":\"scaler\"");
    assertThat(run.exitStatus()).isZero();
    assertThat(run.took()).isPositive();
    assertThat(run.targetReplicas()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"5\\n, 5", "5\\r\\n\\n, 5", "' 5 ', ' 5 '", "a\\nb\\n, 'a\nb'", "'', ''"})
  void takesTheAnswerWithoutItsFinalLineBreaks(String printed, String answer) {
    assertThat(sh("printf '" + printed + "'").answer()).isEqualTo(answer);
  }

  @Test
  void readsTheReplicasOfAnEvaluateProgram() {
    ProgramRun run =
        programs.run(calls.evaluate("3", "sh", "-c", "echo '{\"targetReplicas\": 7}'"));

    assertThat(run.failure()).isNull();
    assertThat(run.targetReplicas()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "echo '{\"targetReplicas\": -3}'",
        "echo '{\"targetReplicas\": 1e99}'",
        "echo '{\"targetReplicas\": \"5\"}'",
        "echo '{\"targetReplicas\": 5} {\"targetReplicas\": 6}'",
        "echo 'scaling now {\"targetReplicas\": 5}'"
      })
  void failsAnUnreadableEvaluationAndKeepsIt(String script) {
    ProgramRun run = programs.run(calls.evaluate("3", "sh", "-c", script));

    assertThat(run.targetReplicas()).isNull();
    assertThat(run.exitStatus()).isZero();
    assertThat(run.failure()).contains("evaluate program `sh -c ").contains("answered");
  }

  @Test
  void failsOnANonZeroExitAndQuotesTheEndOfStderr() {
    ProgramRun run = sh("echo partly; printf 'first\\n\\033[31mAPI is down' >&2; exit 3");

    assertThat(run.exitStatus()).isEqualTo(3);
    assertThat(run.answer()).isEqualTo("partly");
    assertThat(run.stderr()).contains("API is down");
    assertThat(run.failure())
        .contains("metric program `sh -c ")
        .contains("exited with status 3, stderr ends with \"first  [31mAPI is down\"")
        .contains("gitscaler try shop/checkout")
        .doesNotContain("\033");
  }

  @Test
  void advisesNoTrialForAHookBecauseTrialsRunNone() {
    ProgramRun run = programs.run(calls.hook("sh", "-c", "exit 3"));

    assertThat(run.failure())
        .contains("preScale program `sh -c exit 3`", "exited with status 3")
        .doesNotContain("gitscaler try");
  }

  @Test
  void saysWhichSignalEndedIt() {
    assertThat(sh("kill -9 $$").failure()).contains("status 137, as after signal 9");
  }

  @Test
  void keepsTheLast4KibOfStderr() {
    ProgramRun run = sh("head -c 300000 /dev/zero | tr '\\0' x >&2; echo end >&2");

    assertThat(run.stderr()).hasSize(4096).endsWith("xend\n");
  }

  @Test
  void killsAHungProgramAndNamesTheFieldThatGivesItMoreTime() {
    ProgramRun run = programs.run(patient(Duration.ofMillis(700)).metric("sleep", "1000"));

    assertThat(run.exitStatus()).isNull();
    assertThat(run.failure())
        .isEqualTo(
            "metric program `sleep 1000` for checkout: took longer than 700 ms and was killed with everything"
                + " it had started. Raise `timeout` of `metric`, or make the program faster.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "trap '' TERM HUP INT; echo $$ > $SEEN/pid; while :; do sleep 1000; done",
        "sleep 1000 & echo $! > $SEEN/pid; wait",
        "nohup sh -c 'trap \"\" TERM; echo $$ > $SEEN/pid; sleep 1000; sleep 1000' & sleep 1000",
        "setsid sh -c 'echo $$ > $SEEN/pid; exec sleep 1000' & sleep 1000",
        "env -i SEEN=$SEEN sh -c 'echo $$ > $SEEN/pid; exec sleep 1000' & sleep 1000"
      })
  void leavesNothingOfAKilledProgramRunning(String script) throws IOException {
    Path pid = seen.resolve("pid");
    // One that had no time to begin, on a machine that is busy, is given more of it.
    for (long timeout = 250; !Files.exists(pid) || Files.size(pid) == 0; timeout *= 2) {
      assertThat(timeout).as("milliseconds that did not suffice").isLessThan(100_000);
      ProgramRun run = programs.run(patient(Duration.ofMillis(timeout)).metric("sh", "-c", script));

      assertThat(run.failure()).contains("took longer than " + timeout + " ms");
    }
    assertThat(Processes.runs(pid)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sleep 1000 & echo $! > $SEEN/pid; echo 5",
        "sleep 1000 <&- >&- 2>&- & echo $! > $SEEN/pid; echo 5",
        "(trap '' TERM HUP; sleep 1000 & echo $! > $SEEN/pid) & wait; echo 5",
        "setsid sh -c 'echo $$ > $SEEN/pid; exec sleep 1000' & while ! [ -s $SEEN/pid ]; do :; done; echo 5",
        "env -i SEEN=$SEEN sh -c 'echo $$ > $SEEN/pid; exec sleep 1000' & while ! [ -s $SEEN/pid ]; do :; done; echo 5"
      })
  void answersInTimeAndKillsWhatOutlivesAProgramThatEnded(String script) throws IOException {
    ProgramRun run = sh(script);

    assertThat(run.failure()).isNull();
    assertThat(run.answer()).isEqualTo("5");
    assertThat(Processes.runs(seen.resolve("pid"))).isFalse();
  }

  @Test
  void killsADaemonThatForkedTwice() throws IOException {
    Files.writeString(
        folder.resolve("daemon.py"),
        """
        import os, sys, time
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                with open("pid.new", "w") as file:
                    file.write(str(os.getpid()))
                os.rename("pid.new", os.environ["SEEN"] + "/pid")
                time.sleep(1000)
            os._exit(0)
        while not os.path.exists(os.environ["SEEN"] + "/pid"):
            pass
        print(5)
        """);

    ProgramRun run = programs.run(calls.metric("python3", "daemon.py"));

    assertThat(run.failure()).isNull();
    assertThat(run.answer()).isEqualTo("5");
    assertThat(Processes.runs(seen.resolve("pid"))).isFalse();
  }

  @Test
  void killsAProgramThatPrintsWithoutEnd() throws IOException {
    ProgramRun run = sh("echo $$ > $SEEN/pid; yes 12345678901234567890 | head -c 2000000000");

    assertThat(run.failure()).contains("printed more than 1 MiB to stdout and was killed");
    assertThat(run.answer().length()).isLessThanOrEqualTo(1 << 20);
    assertThat(Processes.runs(seen.resolve("pid"))).isFalse();
  }

  @Test
  void failsAProgramThatPrintsTooMuchAndEndsByItself() {
    assertThat(sh("head -c 1048577 /dev/zero").failure()).contains("more than 1 MiB");
    assertThat(sh("head -c 1048576 /dev/zero").failure()).isNull();
  }

  @Test
  void needsNobodyToReadAHugeInput() {
    String document = "{\"x\":\"" + "y".repeat(5_000_000) + "\"}";

    assertThat(programs.run(calls.metricOn(document, "sh", "-c", "echo 5")).answer())
        .isEqualTo("5");
    assertThat(programs.run(calls.metricOn(document, "sh", "-c", "exec <&-; echo 5")).failure())
        .isNull();
    assertThat(programs.run(calls.metricOn(document, "sh", "-c", "wc -c")).answer().strip())
        .isEqualTo(
            String.valueOf(document.length() + "{\"resource\":,\"runType\":\"scaler\"}".length()));
  }

  @Test
  void replacesWhatIsNoUtf8() {
    assertThat(sh("printf 'a\\377b\\303\\244'").answer()).isEqualTo("a\uFFFDb\u00e4");
  }

  @Test
  void runsInThePolicysFolder() throws IOException {
    Files.writeString(folder.resolve("metric.py"), "import os; print(sorted(os.listdir()))");
    Path script = executable("metric.sh", "#!/bin/sh\nls\n");

    assertThat(programs.run(calls.metric("python3", "metric.py")).answer())
        .isEqualTo("['metric.py', 'metric.sh']");
    for (String entrypoint : List.of("./metric.sh", script.toString())) {
      assertThat(programs.run(calls.metric(entrypoint)).answer()).isEqualTo("metric.py\nmetric.sh");
    }
  }

  @Test
  void findsWhatLiesBesideThePolicysFolder() throws IOException {
    Path checkout = Files.createDirectories(folder.resolve("shop/checkout"));
    Files.writeString(folder.resolve("shop/common.py"), "def answer(): return 5");
    Files.createSymbolicLink(checkout.resolve("common.py"), Path.of("../common.py"));
    Files.createSymbolicLink(checkout.resolve("shared"), Path.of(".."));
    Files.writeString(checkout.resolve("metric.py"), "import common; print(common.answer())");
    executable("shop/decide", "#!/bin/sh\necho decided in $(basename $PWD)\n");
    Calls below = new Calls(checkout, "shop/checkout/policy.yaml");

    assertThat(programs.run(below.metric("python3", "metric.py")).answer()).isEqualTo("5");
    assertThat(programs.run(below.metric("../decide")).answer()).isEqualTo("decided in checkout");
    assertThat(programs.run(below.metric("shared/decide")).answer())
        .isEqualTo("decided in checkout");
    assertThat(programs.run(below.metric("readlink", "common.py")).answer())
        .isEqualTo("../common.py");
  }

  @Test
  void findsTheFilesOfPoliciesThatWereReadAnew() throws IOException {
    Files.writeString(folder.resolve("metric.sh"), "echo 1");
    ProgramRun first = programs.run(calls.metric("sh", "metric.sh"));
    Files.writeString(folder.resolve("metric.sh"), "echo 2");
    execution.policiesRead();

    assertThat(first.answer()).isEqualTo("1");
    assertThat(programs.run(calls.metric("sh", "metric.sh")).answer()).isEqualTo("2");
  }

  private Path executable(String name, String script) throws IOException {
    Path file = Files.writeString(folder.resolve(name), script);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void namesAMissingEntrypointAndWhereItWasSought() throws IOException {
    Files.writeString(folder.resolve("beside.sh"), "echo 5");

    ProgramRun run = programs.run(calls.metric("pyhton3", "metric.py"));

    assertThat(run.exitStatus()).isNull();
    assertThat(run.failure())
        .contains("metric program `pyhton3 metric.py`")
        .contains("pyhton3 was not found on the PATH " + System.getenv("PATH"))
        .contains("Install it where programs run");
    assertThat(programs.run(calls.metric("./gone.sh")).failure())
        .contains("its entrypoint ./gone.sh does not exist in the policy's folder");
    assertThat(programs.run(calls.metric("beside.sh")).failure()).contains("Write ./beside.sh");
    assertThat(programs.run(calls.metric("/")).failure()).contains("is not a file");
  }

  @Test
  void saysWhatAFileWithoutExecutableBitNeeds() throws IOException {
    Files.writeString(folder.resolve("metric.sh"), "#!/bin/sh\necho 5\n");

    assertThat(programs.run(calls.metric("./metric.sh")).failure())
        .contains("its entrypoint ./metric.sh is not executable")
        .contains("git update-index --chmod=+x");
  }

  @Test
  void failsWhatIsNoProgramAtAll() throws IOException {
    Path garbage = Files.write(folder.resolve("garbage"), new byte[] {0x7f, 'E', 'L', 'F', 1, 2});
    Files.setPosixFilePermissions(garbage, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThat(programs.run(calls.metric("./garbage")).failure())
        .contains("./garbage", "exited with status");
    assertThat(programs.run(calls.metric("echo", "a\0b")).failure())
        .contains("could not be started");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/no/such/shell -e", "  /no/such/shell"})
  void saysWhichInterpreterIsMissing(String interpreter) throws IOException {
    executable("lost.sh", "#!" + interpreter + "\necho 5\n");

    assertThat(programs.run(calls.metric("./lost.sh")).failure())
        .contains(
            "its entrypoint ./lost.sh asks for the interpreter /no/such/shell, which does not exist");
  }

  @Test
  void saysThatAScriptHasTheLineEndsOfWindows() throws IOException {
    executable("edited.sh", "#!/bin/sh\r\necho 5\r\n");

    assertThat(programs.run(calls.metric("./edited.sh")).failure())
        .contains("its entrypoint ./edited.sh has the line ends of Windows", ".gitattributes");
  }

  @Test
  void saysThatThePolicysFolderIsGone() {
    Calls elsewhere = new Calls(folder.resolve("gone"));

    assertThat(programs.run(elsewhere.metric("sh", "-c", "echo 5")).failure())
        .contains("metric program `sh -c echo 5` for checkout: ", "Load the policies again.");
  }
}
