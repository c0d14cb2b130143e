package io.gitscaler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.audit.PolicyResult;
import io.gitscaler.cli.CommandLineRun.Ended;
import io.gitscaler.decision.ReasonCode;
import io.gitscaler.decision.ScalingDecision;
import io.gitscaler.reconcile.RunReport;
import io.gitscaler.reconcile.RunReport.PassReport;
import io.gitscaler.reconcile.RunReport.TrailReport;
import io.gitscaler.testing.FakeUseCases;
import io.gitscaler.workload.ScaleOutcome;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a run and a plan look like, line by line. */
class CliTest {
  private static final String REPO = "--policies-repo=https://git.example.org/policies";

  private final FakeUseCases useCases = new FakeUseCases();

  @Test
  void tellsARunAsATableAndFailuresOnStderr() {
    useCases.answer(
        Reports.of(
            Reports.unchanged("shop/cart", 4),
            Reports.scaled("shop/checkout", 3, 5),
            Reports.stopped(
                "shop/search",
                ReasonCode.ProgramFailed,
                "metric of search: python3 ended with status 3. Run it with `gitscaler try`.")));

    Ended ended = new CommandLineRun(useCases).of("run", REPO);

    assertThat(ended.out())
        .isEqualTo(
            """
            POLICY         REPLICAS  OUTCOME             REASON
            shop/cart      4         unchanged           cpu 61% of 60% is within tolerance
            shop/checkout  3 -> 5    scaled              cpu 82% of 60%
            shop/search    4         stopped at measure  metric of search: python3 ended with status 3

            3 policies: 1 scaled up, 1 unchanged, 1 failed
            policies  1a2b3c4d5e of main in https://git.example.org/policies
            trail     commit 9f8e7d6c5b with 2 records
            """);
    assertThat(ended.err())
        .isEqualTo(
            """
            shop/search stopped at measure (ProgramFailed): metric of search: python3 ended with status 3. Run it with `gitscaler try`.
            """);
    assertThat(ended.status()).isEqualTo(4);
  }

  @Test
  void namesAFailureWhereItsSentenceDoesNotFit() {
    useCases.answer(
        Reports.of(
            Reports.stopped(
                "shop/search",
                ReasonCode.ProgramFailed,
                "metric of search: python3 ended with status 3. Run it with `gitscaler try`.")));

    assertThat(new CommandLineRun(useCases).onTerminal(80).of("run", REPO).out())
        .contains("program failed")
        .doesNotContain("python3");
    assertThat(new CommandLineRun(useCases).onTerminal(100).of("run", REPO).out())
        .contains("metric of search: python3 ended with status 3\n")
        .doesNotContain("program failed");
  }

  @Test
  void tellsAPlanWithoutATrail() {
    useCases.answer(Reports.of(Reports.wouldScale("shop/checkout", 5, 3)));

    Ended ended = new CommandLineRun(useCases).of("plan", REPO);

    assertThat(ended)
        .isEqualTo(
            new Ended(
                0,
                """
                POLICY         REPLICAS  OUTCOME      REASON
                shop/checkout  5 -> 3    would scale  cpu 31% of 60%

                1 policy: 1 would scale down
                policies  1a2b3c4d5e of main in https://git.example.org/policies
                """,
                ""));
  }

  @Test
  void listsWhatEarlierPassesChanged() {
    RunReport report =
        Reports.of(
            List.of(
                new PassReport(Reports.AT, List.of(Reports.scaled("shop/a", 3, 5))),
                new PassReport(
                    Reports.AT.plusSeconds(15),
                    List.of(Reports.unchanged("shop/a", 5), Reports.unchanged("shop/b", 1)))),
            List.of(),
            TrailReport.NOTHING);

    Ended ended = new CommandLineRun(useCases.answer(report)).of("run", REPO, "--passes=2");

    assertThat(ended.out())
        .isEqualTo(
            """
            TIME                  POLICY  REPLICAS  OUTCOME    REASON
            2026-11-20T21:15:00Z  shop/a  3 -> 5    scaled     cpu 82% of 60%
            2026-11-20T21:15:00Z  shop/a  5         unchanged  cpu 61% of 60% is within tolerance
            2026-11-20T21:15:00Z  shop/b  1         unchanged  cpu 61% of 60% is within tolerance

            2 policies in 2 passes: 1 scaled up, 2 unchanged
            policies  1a2b3c4d5e of main in https://git.example.org/policies
            trail     nothing new
            """);
  }

  @Test
  void countsManyQuietPoliciesInsteadOfListingThem() {
    RunReport report = Reports.of(many(51));

    assertThat(new CommandLineRun(useCases.answer(report)).of("run", REPO).out())
        .isEqualTo(
            """
            POLICY   REPLICAS  OUTCOME  REASON
            shop/p0  3 -> 5    scaled   cpu 82% of 60%

            51 policies: 1 scaled up, 50 unchanged
            policies  1a2b3c4d5e of main in https://git.example.org/policies
            trail     commit 9f8e7d6c5b with 2 records
            """);
    assertThat(new CommandLineRun(useCases.answer(report)).of("run", REPO, "--all").out())
        .hasLineCount(56)
        .contains("shop/p50  3         unchanged");
  }

  private static PolicyResult[] many(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> i == 0 ? Reports.scaled("shop/p0", 3, 5) : Reports.unchanged("shop/p" + i, 3))
        .toArray(PolicyResult[]::new);
  }

  @Test
  void saysWhyAScalingWasRefusedAndThatItsRecordWaits() {
    RunReport report =
        Reports.of(
            List.of(
                new PassReport(
                    Reports.AT,
                    List.of(
                        Reports.decided(
                            "shop/checkout",
                            new ScalingDecision(
                                3, 5, ReasonCode.MetricAboveTarget, "cpu 82% of 60%", List.of(), 5),
                            new ScaleOutcome.Refused("deployments/scale is forbidden. Grant it.")),
                        Reports.scaled("shop/web", 1, 2)))),
            List.of(Reports.PROBLEM),
            new TrailReport(null, 0, 3, true, Reports.unreachable()));

    Ended ended = new CommandLineRun(useCases.answer(report)).of("run", REPO);

    assertThat(ended)
        .isEqualTo(
            new Ended(
                6,
                """
                POLICY         REPLICAS  OUTCOME  REASON
                shop/checkout  3 -> 5    refused  cpu 82% of 60%
                shop/web       1 -> 2    scaled   cpu 82% of 60%

                2 policies: 1 scaled up, 1 failed, 1 invalid
                policies  1a2b3c4d5e of main in https://git.example.org/policies
                trail     3 records wait for Git, scalings among them
                """,
                """
                shop/cart.yaml:14:3 spec.maxReplicas: 3 is below minReplicas 5. Raise maxReplicas or lower minReplicas.
                shop/checkout refused (MetricAboveTarget): deployments/scale is forbidden. Grant it.
                trail: https://git.example.org/policies: connection refused. Check the address and the network policy.
                """));
  }

  @Test
  void usesColourAndCutsLinesOnATerminalOnly() {
    RunReport report = Reports.of(Reports.scaled("shop/checkout", 3, 5));

    String plain = new CommandLineRun(useCases.answer(report)).of("run", REPO).out();
    String forced =
        new CommandLineRun(useCases.answer(report)).of("run", REPO, "--color=always").out();
    Ended terminal = new CommandLineRun(useCases.answer(report)).onTerminal(80).of("run", REPO);
    Ended noColor =
        new CommandLineRun(useCases.answer(report))
            .onTerminal(80)
            .with("NO_COLOR", "1")
            .of("run", REPO);

    assertThat(plain).doesNotContain("\u001b");
    assertThat(forced).contains("\u001b[32mscaled\u001b[39m");
    assertThat(terminal.out()).contains("\u001b[32m3 -> 5");
    assertThat(terminal.err()).isEqualTo("\r\u001b[Kreading policies 1/2\r\u001b[K");
    assertThat(noColor.out()).isEqualTo(plain);
    assertThat(
            new CommandLineRun(useCases.answer(report))
                .onTerminal(45)
                .of("run", REPO, "--color=never")
                .out())
        .contains("shop/checkout  3 -> 5    scaled   cpu 82% of…\n");
  }

  @Test
  void showsControlCharactersOfPoliciesAndProgramsAsText() {
    useCases.answer(
        Reports.of(
            Reports.stopped(
                "shop/search", ReasonCode.ProgramFailed, "printed \u001b[2J\nand \u202ethen")));

    assertThat(new CommandLineRun(useCases).of("run", REPO).err())
        .isEqualTo(
            "shop/search stopped at measure (ProgramFailed): printed \\u001b[2J\\nand \\u202ethen\n");
  }
}
