package io.gitscaler.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.program.ProgramRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What programs see of the environment, and what of it may come back. */
class ProgramEnvironmentTest {
  private static final String CANARY = "canary-4711/secret";
  private static final String PATH = System.getenv("PATH");

  @TempDir Path folder;
  @TempDir Path temporary;

  private ProgramRun run(
      Map<String, String> own, Map<String, @Nullable String> env, String... command) {
    try (Programs programs =
        new Programs(new LocalExecution(1, own, temporary), List.of("REGION", "UNSET"))) {
      String[] arguments = List.of(command).subList(1, command.length).toArray(String[]::new);
      return programs.run(
          new Calls(folder, env, Duration.ofSeconds(60)).metric(command[0], arguments));
    }
  }

  /** Through {@code /proc}, since shells and {@code env} add variables of their own. */
  private static final String[] SHOW = {"cat", "/proc/self/environ"};

  @Test
  void givesACleanEnvironment() {
    ProgramRun run =
        run(
            Map.of(
                "PATH", PATH, "KUBECONFIG", "/k", "GITSCALER_AUDIT_TOKEN", CANARY, "LC_ALL", "C"),
            Map.of(),
            SHOW);

    assertThat(run.answer().split("\0"))
        .allSatisfy(variable -> assertThat(variable).doesNotContain(CANARY))
        .filteredOn(variable -> !variable.startsWith("HOME="))
        .containsExactlyInAnyOrder(
            "PATH=" + PATH,
            "LANG=C.UTF-8",
            "TZ=UTC",
            "GITSCALER_POLICY=checkout",
            "GITSCALER_NAMESPACE=shop",
            "GITSCALER_TARGET=Deployment/checkout");
  }

  @Test
  void addsWhatThePolicyAndTheOperatorName() {
    Map<String, @Nullable String> env = new HashMap<>();
    env.put("MODE", "fast");
    env.put("SHORT", null);
    env.put("MISSING", null);
    env.put("HOME", "/root");

    ProgramRun run =
        run(Map.of("PATH", PATH, "REGION", "eu", "SHORT", "abc", "TZ", "Europe/Berlin"), env, SHOW);

    assertThat(run.answer().split("\0"))
        .contains("MODE=fast", "SHORT=abc", "REGION=eu", "TZ=Europe/Berlin")
        .doesNotContain("HOME=/root")
        .noneMatch(variable -> variable.startsWith("MISSING") || variable.startsWith("UNSET"));
  }

  @Test
  void givesAnEmptyHomeOfItsOwnAndRemovesIt() {
    ProgramRun run =
        run(
            Map.of("PATH", PATH),
            Map.of(),
            "sh",
            "-c",
            "ls -A \"$HOME\"; mkdir -p \"$HOME/.cache/x\"; echo 1 > \"$HOME/.cache/y\"; ln -s / \"$HOME/root\";"
                + " echo \"$HOME\"");

    assertThat(run.failure()).isNull();
    assertThat(run.answer()).startsWith(temporary.toString()).doesNotContain("\n");
    assertThat(Path.of(run.answer())).doesNotExist();
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void strikesPassedSecretsOutOfEverythingThatIsKept() {
    Map<String, @Nullable String> env = new HashMap<>();
    env.put("API_TOKEN", null);
    ProgramRun failed =
        run(
            Map.of("PATH", PATH, "API_TOKEN", CANARY + "\n"),
            env,
            "sh",
            "-c",
            "echo \"asked with $API_TOKEN\" | tee /dev/stderr; exit 1");
    ProgramRun encoded =
        run(
            Map.of("PATH", PATH, "API_TOKEN", CANARY),
            env,
            "sh",
            "-c",
            "echo '?token=canary-4711%2Fsecret'");

    assertThat(failed.failure()).contains("asked with ***");
    assertThat(failed.toString()).contains("asked with ***").doesNotContain("canary");
    assertThat(encoded.answer()).isEqualTo("?token=***");
  }

  @Test
  void leavesShortAndPublicValuesAlone() {
    Map<String, @Nullable String> env = new HashMap<>();
    env.put("PORT", null);
    env.put("PUBLIC", "written-in-git");
    ProgramRun run =
        run(Map.of("PATH", PATH, "PORT", "8080"), env, "sh", "-c", "echo $PORT $PUBLIC 80808");

    assertThat(run.answer()).isEqualTo("8080 written-in-git 80808");
  }

  @Test
  void findsProgramsOnTheUsualPathWhereThereIsNone() {
    assertThat(run(Map.of(), Map.of(), "echo", "5").answer()).isEqualTo("5");
  }
}
