package io.gitscaler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.gitscaler.audit.PolicyResult;
import io.gitscaler.cli.CommandLineRun.Ended;
import io.gitscaler.cli.usecase.DecisionStory;
import io.gitscaler.cli.usecase.DecisionStory.Asked;
import io.gitscaler.cli.usecase.DecisionStory.Limit;
import io.gitscaler.cli.usecase.DecisionStory.Source;
import io.gitscaler.cli.usecase.DecisionStory.Verdict;
import io.gitscaler.cli.usecase.DemoRequest;
import io.gitscaler.cli.usecase.Explanation;
import io.gitscaler.cli.usecase.LintReport;
import io.gitscaler.cli.usecase.LintRequest;
import io.gitscaler.cli.usecase.Rhythm;
import io.gitscaler.decision.ReasonCode;
import io.gitscaler.decision.ScalingDecision;
import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.PolicyProblem;
import io.gitscaler.reconcile.RunReport.PassReport;
import io.gitscaler.reconcile.RunReport.TrailReport;
import io.gitscaler.testing.FakeUseCases;
import io.gitscaler.testing.Policies;
import io.gitscaler.workload.ScaleOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the other commands answer, and the forms for machines. */
class AnswersTest {
  private static final String REPO = "--policies-repo=https://git.example.org/policies";

  private final FakeUseCases useCases = new FakeUseCases();

  @Test
  void aPolicyThatHoldsBecauseItsMetricFailedHasFailed() throws IOException {
    ScalingDecision held =
        new ScalingDecision(4, 4, ReasonCode.FailedGetPodsMetric, "no answer", List.of(), null);
    PolicyResult result = Reports.decided("shop/web", held, new ScaleOutcome.Unchanged());
    useCases.answer(
        Reports.of(
            List.of(new PassReport(Reports.AT, List.of(result))), List.of(), Reports.PUBLISHED));

    Ended table = new CommandLineRun(useCases).of("run", REPO);
    Ended json = new CommandLineRun(useCases).of("run", REPO, "--output=json");

    assertThat(table.out()).containsPattern("shop/web +4 +held").contains("1 failed");
    JsonNode policy = new ObjectMapper().readTree(json.out()).path("policies").path(0);
    assertThat(policy.path("failed").asBoolean()).isTrue();
    assertThat(policy.path("outcome").asText()).isEqualTo("unchanged");
  }

  @Test
  void printsARunAsOneObject() throws IOException {
    useCases.answer(
        Reports.of(
            List.of(
                new PassReport(Reports.AT, List.of(Reports.scaled("shop/a", 3, 5))),
                new PassReport(
                    Reports.AT.plusSeconds(15),
                    List.of(
                        Reports.unchanged("shop/a", 5),
                        Reports.stopped("shop/b", ReasonCode.ProgramFailed, "it failed.")))),
            List.of(Reports.PROBLEM),
            Reports.PUBLISHED));

    Ended json = new CommandLineRun(useCases).of("run", REPO, "--output=json");
    Ended yaml = new CommandLineRun(useCases).of("run", REPO, "-o", "yaml");

    assertThat(json.out()).isEqualTo(Golden.read("run.json"));
    assertThat(json.status()).isEqualTo(4);
    JsonNode sameFromYaml = new YAMLMapper().readTree(yaml.out());
    assertThat(sameFromYaml).isEqualTo(new ObjectMapper().readTree(json.out()));
  }

  @Test
  void saysHowManyPoliciesAreValid() {
    LoadedPolicies loaded =
        new LoadedPolicies(
            Reports.REVISION,
            List.of(
                Policies.byPrograms("shop/cart").build(), Policies.byCpu("shop/web", 60).build()),
            List.of(),
            List.of("kustomization.yaml: a Kustomization"));

    Ended ended = new CommandLineRun(useCases.answer(report(loaded))).of("lint", "a", "b/c.yaml");

    assertThat(ended)
        .isEqualTo(
            new Ended(
                0,
                "2 policies in 2 files are valid\n",
                "skipped: kustomization.yaml: a Kustomization\n"));
    assertThat(useCases.request())
        .isEqualTo(
            new LintRequest(
                List.of(Path.of("a"), Path.of("b/c.yaml")),
                new Rhythm(1, Duration.ofSeconds(15)),
                Duration.ofMinutes(1)));
  }

  private static LintReport report(LoadedPolicies loaded, PolicyProblem... warnings) {
    return new LintReport(loaded, List.of(warnings));
  }

  @Test
  void failsOnWarningsOnlyWhereThatIsAskedFor() throws IOException {
    LoadedPolicies loaded =
        new LoadedPolicies(
            Reports.REVISION,
            List.of(Policies.byPrograms("shop/web").build()),
            List.of(),
            List.of());
    useCases.answer(
        report(loaded, new PolicyProblem("x.yaml", 3, 4, "spec.a", "It is odd. Mend it.", null)));
    String text =
        """
        x.yaml:3:4 spec.a: warning: It is odd. Mend it.

        1 warning; 1 policy in 1 file is valid
        """;

    assertThat(new CommandLineRun(useCases).of("lint", "--passes=4", "--every=5m"))
        .isEqualTo(new Ended(0, text, ""));
    assertThat(new CommandLineRun(useCases).of("lint", "--strict"))
        .isEqualTo(new Ended(3, text, ""));
    Ended json = new CommandLineRun(useCases).of("lint", "-o=json");
    assertThat(json.status()).isZero();
    assertThat(new ObjectMapper().readTree(json.out()).at("/warnings/0/message").asText())
        .isEqualTo("It is odd. Mend it.");
    assertThat(useCases.requests().getFirst())
        .isEqualTo(
            new LintRequest(
                List.of(Path.of(".")),
                new Rhythm(4, Duration.ofSeconds(15)),
                Duration.ofMinutes(5)));
  }

  @Test
  void aFolderWithoutPoliciesIsWarnedOfAndFailsWhereWarningsDo() throws IOException {
    LoadedPolicies loaded =
        new LoadedPolicies(Reports.REVISION, List.of(), List.of(), List.of())
            .withNotice("there are no policies in x. Name another.");
    useCases.answer(report(loaded));
    String out = "0 policies in 0 files are valid\n";
    String err = "warning: there are no policies in x. Name another.\n";

    assertThat(new CommandLineRun(useCases).of("lint")).isEqualTo(new Ended(0, out, err));
    assertThat(new CommandLineRun(useCases).of("lint", "--strict"))
        .isEqualTo(new Ended(3, out, err));
    Ended json = new CommandLineRun(useCases).of("lint", "-o=json");
    assertThat(new ObjectMapper().readTree(json.out()).at("/notices/0").asText())
        .isEqualTo("there are no policies in x. Name another.");
  }

  @ParameterizedTest
  @CsvSource({"1, 15s, 60s, 60s", "4, 15s, 60s, 15s", "3, 15s, 60s, 30s", "9, 15s, 60s, 15s"})
  void knowsTheLongestTimeBetweenTwoEvaluations(
      int passes, String interval, String every, String gap) {
    assertThat(
            new Rhythm(passes, Duration.parse("PT" + interval))
                .longestGap(Duration.parse("PT" + every)))
        .isEqualTo(Duration.parse("PT" + gap));
  }

  @Test
  void printsEveryProblemOfInvalidPolicies() throws IOException {
    PolicyProblem nameless = new PolicyProblem("x.yaml", 1, 1, "", "no YAML. Mend it.", null);
    LoadedPolicies loaded =
        new LoadedPolicies(
            Reports.REVISION,
            List.of(Policies.byPrograms("shop/web").build()),
            List.of(Reports.PROBLEM, nameless),
            List.of());

    assertThat(new CommandLineRun(useCases.answer(report(loaded))).of("lint"))
        .isEqualTo(
            new Ended(
                3,
                """
                shop/cart.yaml:14:3 spec.maxReplicas: 3 is below minReplicas 5. Raise maxReplicas or lower minReplicas.
                x.yaml:1:1: no YAML. Mend it.

                2 problems; 1 policy in 1 file is valid
                """,
                ""));
    Ended json = new CommandLineRun(useCases.answer(report(loaded))).of("lint", "-o=json");
    assertThat(json.status()).isEqualTo(3);
    JsonNode first = new ObjectMapper().readTree(json.out()).get("problems").get(0);
    assertThat(first.get("line").asInt()).isEqualTo(14);
    assertThat(first.get("name").asText()).isEqualTo("cart");
  }

  @Test
  void tellsADecisionInTheOrderInWhichItWasMade() {
    DecisionStory scaling =
        new DecisionStory(
            Reports.AT,
            List.of("cpu 82% of 60%, which asks for 6"),
            new Asked(6, "cpu", "cpu 82% of 60%"),
            List.of(
                new Limit("ScaleUpLimit", 6, 5, "at most 2 pods in 15 s"),
                new Limit("DesiredWithinRange", 5, 5, "within 1 to 10")),
            new Verdict(3, 5, "ScaleUpLimit", "cpu 82% of 60%, held back", "applied"),
            new Source(
                "trail, commit 9f8e7d6c5b",
                "run-1",
                "Deployment/checkout",
                "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d",
                "shop/checkout.yaml:1"));
    DecisionStory last =
        new DecisionStory(
            Reports.AT.plusSeconds(60),
            List.of("cpu 61% of 60%"),
            null,
            List.of(new Limit("", null, null, "DesiredWithinRange 5")),
            new Verdict(5, 5, "WithinTolerance", "cpu 61% of 60%", "unchanged"),
            new Source("state", "", "", "", ""));
    useCases.answer(
        new Explanation(
            PolicyId.parse("shop/checkout"), last, scaling, List.of("The trail ends there.")));

    assertThat(new CommandLineRun(useCases).of("explain", "shop/checkout"))
        .isEqualTo(
            new Ended(
                0,
                """
                shop/checkout, last decision: 5
                  when     2026-11-20T21:16:00Z
                  told by  state
                It read
                  cpu 61% of 60%
                It looked at the limits, in this order
                  DesiredWithinRange 5
                Reason WithinTolerance
                  cpu 61% of 60%
                Outcome unchanged

                shop/checkout, last scaling: 3 -> 5
                  when     2026-11-20T21:15:00Z
                  target   Deployment/checkout
                  policy   shop/checkout.yaml:1 at commit 1a2b3c4d5e
                  run      run-1
                  told by  trail, commit 9f8e7d6c5b
                It read
                  cpu 82% of 60%, which asks for 6
                It was asked for 6 replicas by cpu
                  cpu 82% of 60%
                It looked at the limits, in this order
                  6 -> 5  ScaleUpLimit        at most 2 pods in 15 s
                  5       DesiredWithinRange  within 1 to 10
                Reason ScaleUpLimit
                  cpu 82% of 60%, held back
                Outcome applied
                """,
                "The trail ends there.\n"));
    assertThat(new CommandLineRun(useCases).of("explain", "shop/checkout", "-o=json").out())
        .isEqualTo(Golden.read("explain.json"));
  }

  @Test
  void saysThatNothingWasDecidedYet() {
    useCases.answer(new Explanation(PolicyId.parse("shop/new"), null, null, List.of()));

    assertThat(new CommandLineRun(useCases).of("explain", "shop/new"))
        .isEqualTo(new Ended(0, "shop/new: nothing was decided yet\n", ""));
  }

  @Test
  void showsWhatATriedProgramWasGivenAndGave() {
    useCases.answer(
        Reports.stopped(
            "shop/search", ReasonCode.ProgramFailed, "python3 ended with status 3. See stderr."));

    assertThat(new CommandLineRun(useCases).of("try", "shop/search", REPO))
        .isEqualTo(
            new Ended(
                4,
                """
                metric of search: status 3 after 42 ms
                  given   {"runType":"scaler"}
                  answer  (empty)
                  stderr  boom
                  failed  python3 ended with status 3. See stderr.

                shop/search: 4
                It read
                  metric of search: python3 ended with status 3. See stderr.
                Reason ProgramFailed
                  python3 ended with status 3. See stderr.
                Outcome stopped
                Nothing was scaled: this was a trial.
                """,
                ""));
    assertThat(new CommandLineRun(useCases).of("try", "shop/search", REPO, "-o=json").out())
        .contains("\"input\" : \"{\\\"runType\\\":\\\"scaler\\\"}\"");
  }

  @Test
  void showsTheDemonstrationSceneByScene() {
    useCases.answer(Reports.of(Reports.scaled("shop/checkout", 3, 5)));

    assertThat(new CommandLineRun(useCases).of("demo", "--folder=target/d"))
        .isEqualTo(
            new Ended(
                0,
                """

                Load rises
                  checkout gets more requests
                  POLICY         REPLICAS  OUTCOME  REASON
                  shop/checkout  3 -> 5    scaled   cpu 82% of 60%
                """,
                ""));
    assertThat(useCases.request()).isEqualTo(new DemoRequest(Path.of("target/d")));
  }

  @Test
  void printsTheSchema() {
    assertThat(new CommandLineRun(useCases.answer("{\"a\": 1}")).of("schema"))
        .isEqualTo(new Ended(0, "{\"a\": 1}\n", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          schema          | No space left on device | 4 | gitscaler: stdout: the result cannot be written: No space left on device. Look at where the output goes.
          schema          | Bad file descriptor     | 4 | gitscaler: stdout: the result cannot be written: Bad file descriptor. Look at where the output goes.
          completion      | No space left on device | 4 | gitscaler: stdout: the result cannot be written: No space left on device. Look at where the output goes.
          --version       | No space left on device | 4 | gitscaler: stdout: the result cannot be written: No space left on device. Look at where the output goes.
          schema          | Broken pipe             | 0 | ''
          """)
  void failsWhereTheResultCannotBeWritten(String command, String why, int status, String said) {
    Ended ended =
        new CommandLineRun(useCases.answer("{}")).withoutRoomFor(why).of(command.split(" "));

    assertThat(ended.status()).isEqualTo(status);
    assertThat(ended.err().strip()).isEqualTo(said);
  }

  @Test
  void aResultThatCannotBeWrittenHidesNothingWorse() {
    useCases.answer(
        Reports.of(
            List.of(new PassReport(Reports.AT, List.of())),
            List.of(),
            new TrailReport(null, 0, 3, true, Reports.unreachable())));

    assertThat(new CommandLineRun(useCases).withoutRoomFor("full").of("run", REPO).status())
        .isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          run {repo} --log-format json   |       | WARN: shop/api stopped at measure (TargetNotFound): there is no deployment
          run {repo} --log-format=json   |       | WARN: shop/api stopped at measure (TargetNotFound): there is no deployment
          run {repo} --log-format=text   | json  |
          run {repo}                     | json  | WARN: shop/api stopped at measure (TargetNotFound): there is no deployment
          run --log-format json --nope   |       | ERROR: gitscaler run: Unknown option: '--nope' + ERROR: Try 'gitscaler run --help'.
          lint --log-format json         |       | ERROR: java.lang.ClassCastException + ERROR: This is a bug in gitscaler
          run --config /no/such --log-format json | | ERROR: /no/such
          """)
  void withJsonEveryLineOfStderrIsAnObject(String command, String variable, String expected)
      throws IOException {
    useCases.answer(
        Reports.of(
            Reports.stopped("shop/api", ReasonCode.TargetNotFound, "there is no deployment")));
    CommandLineRun run = new CommandLineRun(useCases).onTerminal(80);
    if (variable != null) {
      run.with("GITSCALER_LOG_FORMAT", variable);
    }

    String err = run.of(command.replace("{repo}", REPO).split(" ")).err();

    if (expected == null) {
      assertThat(err).contains("shop/api").doesNotContain("{\"");
      return;
    }
    List<String> lines = new ArrayList<>();
    for (String line : err.lines().toList()) {
      JsonNode object = new ObjectMapper().readTree(line);
      lines.add(object.get("log.level").asText() + ": " + object.get("message").asText());
    }
    String[] starts = expected.split(" \\+ ");
    assertThat(lines).hasSameSizeAs(starts);
    for (int i = 0; i < starts.length; i++) {
      assertThat(lines.get(i)).startsWith(starts[i]);
    }
  }

  @Test
  void writesTheLogToStderrInBothForms() throws IOException {
    useCases.fail(Reports.unreachable());
    String text =
        new CommandLineRun(useCases)
            .of("run", REPO, "--log-level=debug", "--log-format=text")
            .err();
    String json =
        new CommandLineRun(useCases)
            .of("run", REPO, "--log-level=debug", "--log-format=json")
            .err();

    assertThat(text.lines().toList().get(1))
        .matches("\\S+Z DEBUG cause of the failure \\[ErrorReporter]");
    JsonNode line = new ObjectMapper().readTree(json.lines().toList().get(1));
    assertThat(line.get("message").asText()).isEqualTo("cause of the failure");
    assertThat(line.get("log.level").asText()).isEqualTo("DEBUG");
  }
}
