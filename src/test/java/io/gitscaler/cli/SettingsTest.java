package io.gitscaler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gitscaler.cli.CommandLineRun.Ended;
import io.gitscaler.cli.usecase.ClusterPlace;
import io.gitscaler.cli.usecase.PolicyPlace;
import io.gitscaler.cli.usecase.Rhythm;
import io.gitscaler.cli.usecase.RunRequest;
import io.gitscaler.testing.FakeUseCases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings from a file, and which of flag, variable, file and default is in force. */
class SettingsTest {
  private static final String REPO = "policies-repo: https://git.example.org/policies\n";

  @TempDir private Path folder;
  private final FakeUseCases useCases =
      new FakeUseCases().answer(Reports.of(Reports.unchanged("shop/cart", 3)));

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("settings.yaml"), text).toString();
  }

  /** What a command prints about a file, with the file's name in short. */
  private Ended of(String text, String... arguments) throws IOException {
    String path = file(text);
    Ended ended = new CommandLineRun(useCases).with("GITSCALER_CONFIG", path).of(arguments);
    Pattern folderOf = Pattern.compile(Pattern.quote(folder + "/"));
    return new Ended(
        ended.status(),
        folderOf.matcher(ended.out()).replaceAll(""),
        folderOf.matcher(ended.err()).replaceAll(""));
  }

  @Test
  void takesFlagsBeforeVariablesBeforeTheFileBeforeDefaults() throws IOException {
    String path = file(REPO + "namespace: file\nstate-name: file\ncluster-name: file\npasses: 4");

    new CommandLineRun(useCases)
        .with("GITSCALER_NAMESPACE", "variable")
        .with("GITSCALER_STATE_NAME", "variable")
        .with("GITSCALER_CLUSTER_NAME", "")
        .of("run", "--config", path, "--namespace=flag");

    RunRequest request = (RunRequest) useCases.request();
    assertThat(request.cluster())
        .isEqualTo(new ClusterPlace(null, null, "file", "flag", "variable"));
    assertThat(request.rhythm()).isEqualTo(new Rhythm(4, Duration.ofSeconds(15)));
  }

  @Test
  void takesListsWhereAFlagTakesSeveralValues() throws IOException {
    of(REPO + "program-env: [A, B]\n", "run");

    assertThat(((RunRequest) useCases.request()).programs().environment())
        .containsExactly("A", "B");
  }

  @Test
  void letsAFolderOnTheCommandLineWinOverARepositoryInTheFile() throws IOException {
    of(REPO, "plan", "--policies-dir=here");

    assertThat(((RunRequest) useCases.request()).policies())
        .isEqualTo(new PolicyPlace.Folder(Path.of("here")));
  }

  @Test
  void leavesSettingsOfOtherCommandsAlone() throws IOException {
    assertThat(of(REPO + "every: 5m\nstrict: true\ntarget-namespace: shop\n", "run").status())
        .isZero();
  }

  @Test
  void tellsEverythingThatIsWrongAtOnceWithItsPlace() throws IOException {
    Ended ended =
        of(
            """
            passses: 4
            interval: 15
            fail-on: [usage]
            namespace: [a, b]
            heartbeat: {hours: 24}
              # a comment
            passes: 3
            passes: 4
            all: maybe
            config: other.yaml
            context:
            program-env: []
            help: true
            [a]: b
            """,
            "run");

    assertThat(ended)
        .isEqualTo(
            new Ended(
                2,
                "",
                """
                settings.yaml:1:1 passses: There is no such setting. Did you mean passes?
                settings.yaml:2:1 interval: '15' is not a duration such as 300ms, 15s, 5m or 1h30m.
                settings.yaml:3:1 fail-on: expected invalid, stopped, unreachable, unrecorded, locked, none but was 'usage'.
                settings.yaml:4:1 namespace: It takes one value, and this is a list. Write the value alone.
                settings.yaml:5:1 heartbeat: It has fields below it. Write a single value, or a list of them.
                settings.yaml:8:1 passes: It is set in line 7 already. Remove one of the two.
                settings.yaml:9:1 all: 'maybe' is not a boolean.
                settings.yaml:10:1 config: This can only be a flag. Remove the line.
                settings.yaml:11:1 context: It has no value. Write one, or remove the line.
                settings.yaml:12:1 program-env: The list is empty. Write its items, or remove the line.
                settings.yaml:13:1 help: This can only be a flag. Remove the line.
                settings.yaml:14:1: This is no name of a setting. Write a flag's name without its dashes.
                """));
    assertThat(useCases.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "- a | settings.yaml:1:1: These are no settings. Write lines such as \"passes: 4\".",
        "'a: [' | settings.yaml:1:5: The file is not valid YAML: expected the node content, but found '<stream end>'. Nothing of this file is used until it is corrected.",
        "passes: 0 | gitscaler run: --passes is 0; give 1 or more (from settings.yaml:1:1)",
        "metrics-file: /m | gitscaler run: --metrics-file is /m; give a name that ends with .prom, for the collector reads no other (from settings.yaml:1:1)",
        "namespace: Shop | gitscaler run: --namespace is \"Shop\"; give at most 63 lower-case letters, digits and '-', with a letter or digit at both ends (from settings.yaml:1:1)",
      })
  void saysWhereAFileIsWrong(String text, String message) throws IOException {
    Ended ended = of(text, "run", "--policies-repo=x");

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).startsWith(message + "\n");
    assertThat(useCases.requests()).isEmpty();
  }

  @Test
  void saysThatAFileIsNotThere() {
    Ended ended = new CommandLineRun(useCases).of("run", "--config=/nowhere/settings.yaml");

    assertThat(ended)
        .isEqualTo(
            new Ended(
                2,
                "",
                "/nowhere/settings.yaml:1:1: There is no such file. Name one that is there with"
                    + " --config, or leave it out.\n"));
  }

  @Test
  void tellsAnEmptyFileFromAWrongOne() throws IOException {
    assertThat(of("# nothing yet\n", "run", "--policies-repo=x").status()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "git-token: canary",
        "password: canary",
        "policies-repo: https://me:canary@git.example.org/x",
        "policies-repo: https://canary@git.example.org/x",
        "{policies-repo: x, audit-repo: 'ssh://git:canary@git.example.org/x'}",
      })
  void refusesSecretsWithoutRepeatingThem(String text) throws IOException {
    for (String command : List.of("run", "config")) {
      Ended ended = of(text, command);

      assertThat(ended.status()).isEqualTo(2);
      assertThat(ended.err()).contains("settings.yaml:1:").containsPattern("-token-file");
      assertThat(ended.out() + ended.err()).doesNotContain("canary");
    }
  }

  @Test
  void helpsWhateverTheFileHolds() throws IOException {
    assertThat(of("nonsense: [", "run", "--help").status()).isZero();
    assertThat(of("nonsense: [", "--version").status()).isZero();
  }

  @Test
  void configShowsWhatIsInForceAndWhereItComesFrom() throws IOException {
    String path = file(REPO + "passes: 4\ninterval: 10s\n");

    Ended ended =
        new CommandLineRun(useCases)
            .with("GITSCALER_PASSES", "2")
            .with("GITSCALER_GIT_TOKEN", "canary")
            .with("GITSCALER_AUDIT_SIGNING_PASSPHRASE", "canary")
            .of("config", "--config=" + path, "--cluster-name=east");

    assertThat(ended.out().replaceAll(" +", " "))
        .contains(
            "policies-repo https://git.example.org/policies " + path + ":1:1\n",
            "\npasses 2 GITSCALER_PASSES\n",
            "\ninterval 10s " + path + ":3:1\n",
            "\ncluster-name east command line\n",
            "\naudit-branch gitscaler/audit default\n",
            "\nheartbeat 24h default\n",
            "\nkubeconfig - default\n",
            "\nfail-on invalid,stopped,unreachable,unrecorded,locked default\n",
            "\nGITSCALER_GIT_TOKEN set\n",
            "\nGITSCALER_AUDIT_GIT_TOKEN not set\n",
            "\nGITSCALER_AUDIT_SIGNING_PASSPHRASE set\n")
        .doesNotContain("canary");
    assertThat(ended.err()).isEmpty();
    assertThat(ended.status()).isZero();
    assertThat(useCases.requests()).isEmpty();
  }

  @Test
  void configShowsEverySettingOfRun() {
    Ended help = new CommandLineRun(useCases).of("run", "--help");
    Ended ended = new CommandLineRun(useCases).of("config", "--policies-repo=x");

    var flags = Pattern.compile("--([a-z-]+)(?==|\\n|  )").matcher(help.out()).results().toList();
    assertThat(flags).hasSizeGreaterThan(25);
    assertThat(flags)
        .extracting(flag -> flag.group(1))
        .filteredOn(flag -> !flag.equals("help"))
        .allSatisfy(flag -> assertThat(ended.out()).containsPattern("(?m)^" + flag + " "));
  }

  @Test
  void configShowsSettingsThatDoNotFitTogetherAndThenSaysSo() throws IOException {
    Ended ended = of(REPO + "policies-dir: here\n", "config");

    assertThat(ended.out()).contains("settings.yaml:1:1", "settings.yaml:2:1");
    assertThat(ended.err())
        .startsWith(
            "gitscaler config: --policies-repo and --policies-dir exclude each other; give one");
    assertThat(ended.status()).isEqualTo(2);
  }

  @Test
  void configNamesVariablesThatNothingReads() {
    Ended ended =
        new CommandLineRun(useCases)
            .with("GITSCALER_POLICY_REPO", "canary")
            .with("GITSCALER_JAVA_OPTS", "-Xmx1g")
            .with("GITSCALER_EVERY", "5m")
            .of("config", "--policies-repo=x");

    assertThat(ended.err())
        .isEqualTo(
            "GITSCALER_POLICY_REPO is no variable of gitscaler, and nothing reads it. Did you mean"
                + " GITSCALER_POLICIES_REPO?\n");
    assertThat(ended.out()).doesNotContain("canary");
  }

  /** A variable that a class names by itself, and not through a flag, is a secret or the launcher's. */
  @Test
  void configKnowsEveryVariableThatIsRead() throws IOException {
    CommandLineRun run = new CommandLineRun(useCases);
    List<String> variables = new ArrayList<>();
    try (Stream<Path> sources = Files.list(Path.of("src/main/java/io/gitscaler/cli"))) {
      for (Path source : sources.filter(Files::isRegularFile).toList()) {
        Pattern.compile("\"(GITSCALER_[A-Z_]+)\"")
            .matcher(Files.readString(source))
            .results()
            .forEach(found -> variables.add(found.group(1)));
      }
    }
    variables.forEach(variable -> run.with(variable, "canary"));

    Ended ended = run.of("config", "--policies-repo=x");

    assertThat(variables).hasSizeGreaterThan(4);
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).doesNotContain("canary");
    assertThat(variables)
        .filteredOn(variable -> variable.endsWith("_TOKEN"))
        .allSatisfy(secret -> assertThat(ended.out()).containsPattern(secret + " +set\n"));
  }

  @Test
  void configIsReadByProgramsToo() throws IOException {
    Ended ended = of(REPO + "output: json\n", "config");

    JsonNode document = new ObjectMapper().readTree(ended.out());
    assertThat(document.at("/settings/0").toString())
        .isEqualTo(
            "{\"name\":\"policies-repo\",\"value\":\"https://git.example.org/policies\","
                + "\"source\":\"file\",\"place\":\"settings.yaml:1:1\"}");
    assertThat(document.at("/secrets/0").toString())
        .isEqualTo("{\"variable\":\"GITSCALER_GIT_TOKEN\",\"set\":false}");
    assertThat(document.at("/unknownVariables")).isEmpty();
  }
}
