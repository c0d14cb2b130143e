package io.gitscaler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.cli.CommandLineRun.Ended;
import io.gitscaler.cli.usecase.AuditPlace;
import io.gitscaler.cli.usecase.ClusterPlace;
import io.gitscaler.cli.usecase.ExplainRequest;
import io.gitscaler.cli.usecase.Explanation;
import io.gitscaler.cli.usecase.GitAccess;
import io.gitscaler.cli.usecase.MetricsPlace;
import io.gitscaler.cli.usecase.PolicyPlace;
import io.gitscaler.cli.usecase.ProgramSettings;
import io.gitscaler.cli.usecase.Rhythm;
import io.gitscaler.cli.usecase.RunRequest;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.Shard;
import io.gitscaler.testing.FakeUseCases;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How flags and variables become requests, and which of them are refused. */
class OptionsTest {
  private static final String URL = "https://git.example.org/policies";
  private static final String REPO = "--policies-repo=" + URL;
  private static final GitAccess NO_ACCESS = new GitAccess(null, null, null, null, null, null);

  private final FakeUseCases useCases =
      new FakeUseCases().answer(Reports.of(Reports.unchanged("shop/cart", 3)));

  @Test
  void hasDefaultsForEverythingButThePolicies() {
    new CommandLineRun(useCases).of("run", REPO);

    assertThat(useCases.request())
        .isEqualTo(
            new RunRequest(
                new PolicyPlace.Repository(URL, "main", ".", NO_ACCESS, Duration.ofHours(24), null),
                new AuditPlace(
                    URL,
                    "gitscaler/audit",
                    "gitscaler <gitscaler@localhost>",
                    null,
                    null,
                    Duration.ofHours(24),
                    NO_ACCESS),
                new ClusterPlace(null, null, "", "gitscaler", "gitscaler"),
                Shard.WHOLE,
                new ProgramSettings(8, List.of()),
                new Rhythm(1, Duration.ofSeconds(15)),
                Duration.ofSeconds(45),
                MetricsPlace.NONE));
  }

  @Test
  void takesEveryFlag() {
    new CommandLineRun(useCases)
        .of(
            "run",
            REPO,
            "--policies-ref=v1",
            "--policies-path=prod",
            "--max-policy-age=90m",
            "--verify-signatures=required",
            "--allowed-keys-file=/keys",
            "--audit-repo=ssh://git@h/a",
            "--audit-branch=trail",
            "--audit-author=Bot <bot@h>",
            "--audit-give-up=0123456789abcdef0123456789abcdef01234567",
            "--audit-signing-key-file=/sk",
            "--audit-signing-passphrase-file=/sp",
            "--heartbeat=1h30m",
            "--git-token-file=/t",
            "--audit-git-token-file=/at",
            "--git-username=me",
            "--git-ca-file=/ca",
            "--ssh-key-file=/k",
            "--ssh-known-hosts-file=/kh",
            "--kubeconfig=/kc",
            "--context=c",
            "--cluster-name=east",
            "--namespace=ns",
            "--state-name=sn",
            "--shards=8",
            "--shard-index=2",
            "--parallelism=3",
            "--program-env=A,B",
            "--program-env=C",
            "--program-runner=/run/p.sock",
            "--program-runner-user=65531",
            "--passes=4",
            "--interval=500ms",
            "--deadline=2m",
            "--metrics-file=/m.prom",
            "--pushgateway=https://gw:9091/push",
            "--pushgateway-username=gw",
            "--pushgateway-token-file=/gt");

    Path key = Path.of("/k");
    Path hosts = Path.of("/kh");
    Path ca = Path.of("/ca");
    assertThat(useCases.request())
        .isEqualTo(
            new RunRequest(
                new PolicyPlace.Repository(
                    URL,
                    "v1",
                    "prod",
                    new GitAccess("me", Path.of("/t"), null, key, hosts, ca),
                    Duration.ofMinutes(90),
                    Path.of("/keys")),
                new AuditPlace(
                    "ssh://git@h/a",
                    "trail",
                    "Bot <bot@h>",
                    "0123456789abcdef0123456789abcdef01234567",
                    new AuditPlace.Signing(Path.of("/sk"), Path.of("/sp"), null),
                    Duration.ofMinutes(90),
                    new GitAccess("me", Path.of("/at"), null, key, hosts, ca)),
                new ClusterPlace(Path.of("/kc"), "c", "east", "ns", "sn"),
                new Shard(2, 8),
                new ProgramSettings(
                    3,
                    List.of("A", "B", "C"),
                    new ProgramSettings.Runner(Path.of("/run/p.sock"), "65531")),
                new Rhythm(4, Duration.ofMillis(500)),
                Duration.ofMinutes(2),
                new MetricsPlace(
                    Path.of("/m.prom"),
                    URI.create("https://gw:9091/push"),
                    "gw",
                    Path.of("/gt"),
                    null)));
  }

  @Test
  void prefersFlagsToVariablesAndVariablesToDefaults() {
    new CommandLineRun(useCases)
        .with("GITSCALER_POLICIES_REPO", URL)
        .with("GITSCALER_NAMESPACE", "from-environment")
        .with("GITSCALER_STATE_NAME", "from-environment")
        .with("GITSCALER_CONTEXT", "")
        .with("GITSCALER_PROGRAM_ENV", "A,B")
        .of("run", "--namespace=from-flag");

    RunRequest request = run();
    assertThat(request.cluster())
        .isEqualTo(new ClusterPlace(null, null, "", "from-flag", "from-environment"));
    assertThat(request.programs().environment()).containsExactly("A", "B");
  }

  @Test
  void letsTheOneOfTwoPlacesWinThatStandsOnTheCommandLine() {
    new CommandLineRun(useCases)
        .with("GITSCALER_POLICIES_REPO", URL)
        .of("plan", "--policies-dir=here");

    assertThat(run().policies()).isEqualTo(new PolicyPlace.Folder(Path.of("here")));
    assertThat(run().audit()).isNull();
  }

  @Test
  void namesTheVariableOfATokenAndNeverHoldsTheToken() {
    new CommandLineRun(useCases).with("GITSCALER_GIT_TOKEN", "canary").of("run", REPO);

    GitAccess byVariable = new GitAccess(null, null, "GITSCALER_GIT_TOKEN", null, null, null);
    assertThat(((PolicyPlace.Repository) run().policies()).access()).isEqualTo(byVariable);
    assertThat(audit().access()).isEqualTo(byVariable);
    assertThat(useCases.request().toString()).doesNotContain("canary");
  }

  @ParameterizedTest
  @CsvSource({
    "https://git.example.org/audit, true",
    "HTTPS://Git.Example.org:443/audit, true",
    "http://git.example.org/audit, false",
    "http://git.example.org:443/audit, false",
    "https://git.example.org:8443/audit, false",
    "https://git.example.org:/audit, true",
    "https://git.example.org.evil.example/audit, false",
    "https://other.example.org/audit, false",
    "ssh://git@git.example.org/audit, false"
  })
  void showsTheTokenOfThePoliciesToTheirOwnServerOnly(String audit, boolean shown) {
    new CommandLineRun(useCases).of("run", REPO, "--git-token-file=/t", "--audit-repo=" + audit);

    assertThat(audit().access().tokenFile()).isEqualTo(shown ? Path.of("/t") : null);
  }

  @Test
  void readsATimeForExplain() {
    useCases.answer(new Explanation(PolicyId.parse("shop/cart"), null, null, List.of()));

    new CommandLineRun(useCases).of("explain", "shop/cart", "--at=2026-11-20T22:15:00+01:00", REPO);

    ExplainRequest request = (ExplainRequest) useCases.request();
    assertThat(request.policy()).isEqualTo(PolicyId.parse("shop/cart"));
    assertThat(request.at()).isEqualTo(Instant.parse("2026-11-20T21:15:00Z"));
    assertThat(Objects.requireNonNull(request.audit()).url()).isEqualTo(URL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run | gitscaler run: name the policies with --policies-repo URL or --policies-dir DIR",
        "run --policies-repo=x --policies-dir=y | gitscaler run: --policies-repo and --policies-dir"
            + " exclude each other; give one of them",
        "run --policies-dir=y | gitscaler run: no scaling goes without a trail, and with"
            + " --policies-dir there is no repository for it; name one with --audit-repo URL",
        "run --policies-repo= | gitscaler run: --policies-repo is empty; give the repository's URL"
            + " or leave the flag out",
        "run --policies-repo=x --verify-signatures=required | gitscaler run: --verify-signatures required needs"
            + " the keys; name their file with --allowed-keys-file FILE",
        "run --policies-repo=x --allowed-keys-file=k | gitscaler run: --allowed-keys-file alone changes"
            + " nothing; give --verify-signatures required with it, or off",
        "plan --policies-dir=y --verify-signatures=required --allowed-keys-file=k | gitscaler plan:"
            + " --verify-signatures needs --policies-repo; nobody signs a plain folder",
        "run --policies-repo=x --shards=101 | gitscaler run: --shards is 101; give 1 to 100",
        "status --shards=0 | gitscaler status: --shards is 0; give 1 to 100",
        "manifests --policies-repo=x --shards=0 | gitscaler manifests: --shards is 0; give 1 to 100",
        "run --policies-repo=x --shards=8 --shard-index=8 | gitscaler run: --shard-index is 8, and"
            + " --shards is 8; give an index from 0 to 7, and a Job as many completions as there are shards",
        "run --policies-repo=x --shard-index=3 | gitscaler run: --shard-index is 3, and --shards is 1;"
            + " give an index from 0 to 0, and a Job as many completions as there are shards",
        "run --policies-repo=x --shards=8 | gitscaler run: --shards is 8, and nothing says which of"
            + " them this run is; give --shard-index, or run it as an Indexed Job, which sets"
            + " JOB_COMPLETION_INDEX",
        "run --policies-repo=x --passes=0 | gitscaler run: --passes is 0; give 1 or more",
        "run --policies-repo=x --interval=15 | gitscaler run: Invalid value for option"
            + " '--interval': '15' is not a duration such as 300ms, 15s, 5m or 1h30m",
        "run --policies-repo=x --program-env=A=b | gitscaler run: --program-env takes names of"
            + " variables only, never NAME=VALUE; the value is this process's own",
        "run --policies-repo=x --program-env=GITSCALER_GIT_TOKEN | gitscaler run: --program-env names"
            + " GITSCALER_GIT_TOKEN, which is gitscaler's own; give programs credentials of their own",
        "run --policies-repo=x --audit-branch=main | gitscaler run: --audit-branch is main, where the"
            + " policies are; the trail needs a branch of its own",
        "run --policies-repo=x --namespace=Shop | gitscaler run: --namespace is \"Shop\"; give at most"
            + " 63 lower-case letters, digits and '-', with a letter or digit at both ends",
        "run --policies-repo=x --state-name=a_b | gitscaler run: --state-name is \"a_b\"; give at most"
            + " 63 lower-case letters, digits and '-', with a letter or digit at both ends",
        "run --policies-repo=x --audit-author=me | gitscaler run: --audit-author is not of the form"
            + " \"Name <mail@example.org>\"",
        "run --policies-repo=x --audit-signing-passphrase-file=p | gitscaler run: --audit-signing-passphrase-file"
            + " alone changes nothing; name the key with --audit-signing-key-file FILE",
        "run --policies-repo=x --audit-give-up=0123abc | gitscaler run: --audit-give-up is 0123abc; give the"
            + " whole id, as the run's message names it",
        "run --policies-repo=x --fail-on=usage | gitscaler run: Invalid value for option"
            + " '--fail-on' (STATUS): expected invalid, stopped, unreachable, unrecorded, locked,"
            + " none but was 'usage'",
        "run --policies-repo=x --output=xml | gitscaler run: Invalid value for option '--output':"
            + " expected text, json, yaml but was 'xml'",
        "run --policies-repo=x --verify-signatures=maybe | gitscaler run: Invalid value for option"
            + " '--verify-signatures': expected required, off but was 'maybe'",
        "explain checkout | gitscaler explain: Invalid value for positional parameter at index 0"
            + " (NAMESPACE/POLICY): 'checkout' is not of the form NAMESPACE/POLICY, such as"
            + " shop/checkout",
        "explain a/b --at=friday --audit-repo=x | gitscaler explain: Invalid value for option"
            + " '--at': 'friday' is not a time such as 2026-11-20T21:15:00Z or"
            + " 2026-11-20T22:15:00+01:00",
        "explain a/b --at=2026-11-20T21:15:00Z | gitscaler explain: --at reads the trail; name its"
            + " repository with --audit-repo URL",
      })
  void refusesAWrongCommandLineWithStatusTwo(String arguments, String message) {
    Ended ended = new CommandLineRun(useCases).of(arguments.split(" "));

    String command = message.substring(0, message.indexOf(':'));
    assertThat(ended).isEqualTo(new Ended(2, "", message + "\nTry '" + command + " --help'.\n"));
    assertThat(useCases.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"8, 3, '', 3", "8, 3, 5, 5", "1, 3, '', 0", "'', 3, '', 0"})
  void aPodOfAnIndexedJobIsTheShardOfItsIndexWhereThereIsMoreThanOne(
      String shards, String completionIndex, String shardIndex, int index) {
    new CommandLineRun(useCases)
        .with("GITSCALER_SHARDS", shards)
        .with("GITSCALER_SHARD_INDEX", shardIndex)
        .with("JOB_COMPLETION_INDEX", completionIndex)
        .of("run", REPO);

    RunRequest request = (RunRequest) Objects.requireNonNull(useCases.request());
    assertThat(request.shard().index()).isEqualTo(index);
  }

  @Test
  void saysWhichVariableHoldsAWrongValue() {
    Ended ended = new CommandLineRun(useCases).with("GITSCALER_PASSES", "many").of("run", REPO);

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err())
        .startsWith(
            "gitscaler run: Invalid value for option '--passes': 'many' is not an int"
                + " (from the environment variable GITSCALER_PASSES)\n");
  }

  @Test
  void suggestsTheNearestCommandAndTheNearestFlag() {
    assertThat(new CommandLineRun(useCases).of("rnu"))
        .isEqualTo(
            new Ended(
                2,
                "",
                """
                gitscaler: there is no command 'rnu'
                Did you mean run?
                Try 'gitscaler --help'.
                """));
    assertThat(new CommandLineRun(useCases).of("run", "--polices-repo=x"))
        .isEqualTo(
            new Ended(
                2,
                "",
                """
                gitscaler run: Unknown option: '--polices-repo=x'
                Did you mean --policies-repo?
                Try 'gitscaler run --help'.
                """));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://me:canary@h/x",
        "https://canary@h/x",
        "ssh://git:canary@h/x",
        "HTTPS://me:canary@h/x"
      })
  void refusesCredentialsInAUrlWithoutRepeatingThem(String url) {
    for (String flag : List.of("--policies-repo=", "--policies-repo=p --audit-repo=")) {
      Ended ended = new CommandLineRun(useCases).of(("run " + flag + url).split(" "));

      assertThat(ended.status()).isEqualTo(2);
      assertThat(ended.err()).contains("holds credentials").contains("-token-file");
      assertThat(ended.err()).doesNotContain("canary");
    }
    assertThat(new CommandLineRun(useCases).of("run", url).err()).doesNotContain("canary");
  }

  private RunRequest run() {
    return (RunRequest) useCases.request();
  }

  private AuditPlace audit() {
    return Objects.requireNonNull(run().audit());
  }
}
