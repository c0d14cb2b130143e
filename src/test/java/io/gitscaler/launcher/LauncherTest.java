package io.gitscaler.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs the real script by the real {@code /bin/sh} on make-believe JDKs that tell their folder and arguments. The script is
 * a copy whose absolute places lie below a folder of the test, because the machine's own JDKs must not be found.
 */
class LauncherTest {
  private static final Path SCRIPT = Path.of("src/main/launcher/gitscaler");

  @TempDir Path root;
  private final Map<String, String> environment = new HashMap<>();
  private Path launcher = Path.of("");

  private record Result(int status, String out, String err) {}

  @BeforeEach
  void layOut() throws IOException {
    String script = Files.readString(SCRIPT);
    String moved = script.replaceAll("(?m)^    (/[^ ]+)", "    '" + root + "'$1");
    assertThat(moved).isNotEqualTo(script);
    launcher = root.resolve("an installation/bin/gitscaler");
    Files.createDirectories(root.resolve("an installation/lib"));
    Files.createDirectories(root.resolve("an installation/bin"));
    Files.createFile(root.resolve("an installation/lib/a.jar"));
    write(launcher, moved);
    environment.put("HOME", root.resolve("home of somebody").toString());
    // The machine may have a java on its PATH, so the script sees no more of it than what it needs.
    Path tools = Files.createDirectories(root.resolve("tools"));
    write(tools.resolve("readlink"), "#!/bin/sh\nPATH=/usr/bin:/bin\nexec readlink \"$@\"\n");
    environment.put("PATH", tools.toString());
  }

  @Test
  void prefersTheJavaThatItIsTold() throws Exception {
    Path told = jdk("told", "25.0.1");
    environment.put("GITSCALER_JAVA", told.toString());
    environment.put("JAVA_HOME", jdk("home", "25.0.1").toString());

    assertThat(launch().out()).startsWith(told + "\n");
  }

  @Test
  void takesAJavaProgramAsWellAsAFolder() throws Exception {
    Path told = jdk("told", "25.0.1");
    environment.put("GITSCALER_JAVA", told.resolve("bin/java").toString());

    assertThat(launch().out()).startsWith(told + "\n");
  }

  @Test
  void refusesToldJavaThatIsTooOld() throws Exception {
    environment.put("GITSCALER_JAVA", jdk("old", "21.0.4").toString());
    environment.put("JAVA_HOME", jdk("home", "25.0.1").toString());

    Result result = launch();

    assertThat(result.status()).isEqualTo(127);
    assertThat(result.err()).contains("which is Java 21.").hasLineCount(1);
  }

  @Test
  void refusesToldJavaThatIsNotThere() throws Exception {
    environment.put("GITSCALER_JAVA", root.resolve("nowhere").toString());

    Result result = launch();

    assertThat(result.status()).isEqualTo(127);
    assertThat(result.err()).contains("which is no Java runtime").hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "usr/lib/jvm/temurin-25-jdk-amd64",
    "opt/java/openjdk",
    "opt/jdk-25",
    "usr/local/openjdk-25",
    "home of somebody/.sdkman/candidates/java/25-tem",
    "home of somebody/.jdks/temurin-25",
  })
  void looksInTheUsualPlaces(String place) throws Exception {
    Path found = jdk(place, "25");

    assertThat(launch().out()).startsWith(found + "\n");
  }

  @Test
  void passesOverAnOlderJavaHome() throws Exception {
    environment.put("JAVA_HOME", jdk("usr/lib/jvm/a-jdk-17", "17.0.15").toString());
    Path found = jdk("usr/lib/jvm/z-jdk-25", "25.0.3");

    assertThat(launch().out()).startsWith(found + "\n");
  }

  @Test
  void followsTheJavaOnThePathToItsFolder() throws Exception {
    Path found = jdk("some where", "26-ea");
    Path bin = Files.createDirectories(root.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("java"), found.resolve("bin/java"));
    environment.merge("PATH", bin.toString(), (rest, first) -> first + ":" + rest);

    assertThat(launch().out()).startsWith(found + "\n");
  }

  @Test
  void aMissingJavaIsOneSentence() throws Exception {
    jdk("usr/lib/jvm/jdk-8", "1.8.0_402");
    jdk("usr/lib/jvm/jdk-21", "21.0.4");

    Result result = launch("run");

    assertThat(result.status()).isEqualTo(127);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .startsWith("gitscaler: no Java 25 found.")
        .contains("GITSCALER_JAVA")
        .hasLineCount(1);
  }

  @Test
  void worksThroughLinksFromAnywhere() throws Exception {
    jdk("usr/lib/jvm/jdk-25", "25");
    Path link = Files.createSymbolicLink(root.resolve("first"), launcher);
    Path bin = root.resolve("an installation/bin");
    Path second = Files.createSymbolicLink(root.resolve("second"), Path.of("first"));
    assertThat(link).isSymbolicLink();

    assertThat(run(List.of(second.toString(), "plan"), root).out())
        .contains("\n" + root.resolve("an installation/lib/a.jar") + "\n");
    assertThat(run(List.of("./gitscaler", "plan"), bin).out())
        .contains("\n" + root.resolve("an installation/lib/a.jar") + "\n");
    assertThat(run(List.of("/bin/sh", "gitscaler", "plan"), bin).out())
        .contains("\n" + root.resolve("an installation/lib/a.jar") + "\n");
  }

  @Test
  void passesArgumentsUntouched() throws Exception {
    jdk("usr/lib/jvm/jdk-25", "25");

    assertThat(launch("run", "a b", "", "*", "$HOME").out())
        .endsWith("\nio.gitscaler.Gitscaler\nrun\na b\n\n*\n$HOME\n");
  }

  @Test
  void givesOwnJvmOptionsTheLastWord() throws Exception {
    jdk("usr/lib/jvm/jdk-25", "25");
    environment.put("GITSCALER_JAVA_OPTS", "-Xmx2g  -Dpattern=*");

    assertThat(launch().out()).contains("\n-XX:+UseSerialGC\n", "\n-Xmx2g\n-Dpattern=*\n-cp\n");
  }

  @Test
  void temporaryFilesGoWhereTheEnvironmentSaysUnlessAnOptionSaysOtherwise() throws Exception {
    jdk("usr/lib/jvm/jdk-25", "25");

    assertThat(launch().out()).doesNotContain("tmpdir");
    environment.put("TMPDIR", "/scratch of mine");
    environment.put("GITSCALER_JAVA_OPTS", "-Djava.io.tmpdir=/x");
    assertThat(launch().out())
        .contains("\n-Djava.io.tmpdir=/scratch of mine\n-Djava.io.tmpdir=/x\n-cp\n");
  }

  @Test
  void anOwnCollectorReplacesOurs() throws Exception {
    jdk("usr/lib/jvm/jdk-25", "25");
    environment.put("GITSCALER_JAVA_OPTS", "-XX:+UseZGC");

    assertThat(launch().out()).contains("\n-XX:+UseZGC\n").doesNotContain("SerialGC");
  }

  @Test
  void letsNobodyLoadCodeIntoTheRunnerOfPrograms() throws Exception {
    jdk("usr/lib/jvm/jdk-25", "25");

    assertThat(launch("program-runner", "--socket", "s").out())
        .contains("\n-XX:+DisableAttachMechanism\n");
    assertThat(launch("run").out()).doesNotContain("DisableAttachMechanism");
  }

  @Test
  void endsWithTheStatusOfTheProgram() throws Exception {
    Path jdk = jdk("usr/lib/jvm/jdk-25", "25");
    write(jdk.resolve("bin/java"), "#!/bin/sh\nexit 6\n");

    assertThat(launch().status()).isEqualTo(6);
  }

  @Test
  void theJvmAcceptsTheOptions() throws Exception {
    environment.put("GITSCALER_JAVA", System.getProperty("java.home"));

    // The installation's lib holds no class: the JVM gets as far as looking for the main class,
    // with no
    // warning before that.
    assertThat(launch().err()).startsWith("Error: Could not find or load main class");
    assertThat(launch("program-runner").err())
        .startsWith("Error: Could not find or load main class");
  }

  @Test
  void putsJarsInOneOrderEverywhereAndThoseOfTheDemonstrationLastAndOnlyForIt() throws Exception {
    jdk("usr/lib/jvm/jdk-25", "25");
    Path lib = root.resolve("an installation/lib");
    Files.createFile(lib.resolve("b.jar"));
    Files.createFile(lib.resolve("Z.jar"));
    Files.createFile(Files.createDirectories(lib.resolve("demo")).resolve("A.jar"));
    String always = lib + "/Z.jar:" + lib + "/a.jar:" + lib + "/b.jar";

    assertThat(launch("run").out()).contains("\n-cp\n" + always + "\n");
    assertThat(launch("demo").out()).contains("\n-cp\n" + always + ":" + lib + "/demo/A.jar\n");
  }

  @Test
  void offersTheStartupCacheToTheBuildOfTheJvmThatMadeIt() throws Exception {
    Path jdk = jdk("usr/lib/jvm/jdk-25", "25.0.3");
    Path cache = root.resolve("an installation/lib/gitscaler.aot");
    Files.createFile(cache);
    Path made = Path.of(cache + ".release");
    Files.copy(jdk.resolve("release"), made);

    assertThat(launch().out()).contains("\n-Xlog:aot=off,cds=off\n-XX:AOTCache=" + cache + "\n");

    Files.writeString(made, Files.readString(made).replace("25.0.3", "25.0.4"));
    assertThat(launch().out()).doesNotContain("AOTCache");
  }

  @Test
  void aSpoiltStartupCacheIsNotWorthAWord() throws Exception {
    Path home = Path.of(System.getProperty("java.home"));
    environment.put("GITSCALER_JAVA", home.toString());
    Path cache = root.resolve("an installation/lib/gitscaler.aot");
    Files.writeString(cache, "no cache");
    Files.copy(home.resolve("release"), Path.of(cache + ".release"));

    assertThat(launch().err()).startsWith("Error: Could not find or load main class");
  }

  private Result launch(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    return run(command, Path.of("."));
  }

  private Result run(List<String> command, Path directory) throws Exception {
    Path out = root.resolve("out");
    Path err = root.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return new Result(
        process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  /** A folder that looks like a JDK; its java prints the folder and then each argument on a line of its own. */
  private Path jdk(String place, String version) throws IOException {
    Path folder = root.resolve(place);
    Files.createDirectories(folder.resolve("bin"));
    Files.writeString(
        folder.resolve("release"),
        "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\nMODULES=\"java.base\"\n");
    write(folder.resolve("bin/java"), "#!/bin/sh\nprintf '%s\\n' '" + folder + "' \"$@\"\n");
    return folder;
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
