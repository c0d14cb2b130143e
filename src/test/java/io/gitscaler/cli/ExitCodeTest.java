package io.gitscaler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.audit.Step;
import io.gitscaler.audit.Stop;
import io.gitscaler.cli.CommandLineRun.Ended;
import io.gitscaler.cli.usecase.EndedBySignalException;
import io.gitscaler.cli.usecase.UnknownPolicyException;
import io.gitscaler.decision.ReasonCode;
import io.gitscaler.decision.ScalingDecision;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.reconcile.RunReport;
import io.gitscaler.reconcile.RunReport.PassReport;
import io.gitscaler.reconcile.RunReport.TrailReport;
import io.gitscaler.testing.FakeUseCases;
import io.gitscaler.workload.ScaleOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each exit status, which one wins, and what stderr says. */
class ExitCodeTest {
  private static final String REPO = "--policies-repo=https://git.example.org/policies";
  private static final TrailReport WAITS =
      new TrailReport(null, 0, 1, false, Reports.unreachable());
  private static final TrailReport SCALING_WAITS =
      new TrailReport(null, 0, 1, true, Reports.unreachable());

  private final FakeUseCases useCases = new FakeUseCases();

  @Test
  void isZeroWhenNothingHadToChange() {
    assertThat(statusOf(Reports.of(Reports.unchanged("shop/cart", 3)))).isZero();
  }

  @Test
  void isSevenForALeaseThatWasLostAfterAScaling() {
    OutsideFailure lost =
        new OutsideFailure(FailureKind.LEASE, "lease", "it was taken over during the run", "");

    assertThat(statusOf(report(List.of(), false, new TrailReport(null, 0, 1, true, lost))))
        .isEqualTo(7);
  }

  @Test
  void isThreeForAnInvalidPolicy() {
    assertThat(statusOf(report(List.of(), true, TrailReport.NOTHING))).isEqualTo(3);
  }

  @Test
  void isFourForAPolicyThatStoppedInAnyPass() {
    PassReport failing =
        new PassReport(
            Reports.AT,
            List.of(Reports.stopped("shop/cart", ReasonCode.ProgramFailed, "it failed.")));
    PassReport fine = new PassReport(Reports.AT, List.of(Reports.unchanged("shop/cart", 3)));

    assertThat(statusOf(report(List.of(failing, fine), false, TrailReport.NOTHING))).isEqualTo(4);
  }

  @Test
  void isFourForAConflictARefusalAndAFailureReason() {
    assertThat(statusOf(outcome(ReasonCode.MetricAboveTarget, new ScaleOutcome.Conflict("c."))))
        .isEqualTo(4);
    assertThat(statusOf(outcome(ReasonCode.MetricAboveTarget, new ScaleOutcome.Refused("r."))))
        .isEqualTo(4);
    assertThat(statusOf(outcome(ReasonCode.HeldByUnavailableMetric, new ScaleOutcome.Unchanged())))
        .isEqualTo(4);
  }

  @Test
  void isFiveWhenOnlyQuietRecordsWaitForGit() {
    assertThat(statusOf(report(List.of(), false, WAITS))).isEqualTo(5);
  }

  @Test
  void isSixWhenAScalingWaitsForGitWhateverElseIsWrong() {
    assertThat(statusOf(report(List.of(), true, SCALING_WAITS))).isEqualTo(6);
  }

  @Test
  void isSevenWhenTheLeaseWasLost() {
    PassReport lost =
        new PassReport(
            Reports.AT,
            List.of(
                Reports.unchanged("shop/cart", 3)
                    .with(new Stop(Step.SCALE, ReasonCode.LeaseLost, "lost."))));

    assertThat(statusOf(report(List.of(lost), true, SCALING_WAITS))).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({
    "GIT_UNREACHABLE, 5",
    "GIT_REFUSED, 5",
    "GIT_CONTENT, 5",
    "CLUSTER_UNREACHABLE, 5",
    "FORBIDDEN, 5",
    "NOT_FOUND, 5",
    "UNUSABLE, 5",
    "CONFLICT, 5",
    "PROGRAM, 4",
    "LEASE, 7"
  })
  void followsFromTheKindOfAFailureAndShowsItsSentenceOnly(FailureKind kind, int status) {
    useCases.fail(
        new OutsideFailure(kind, "somewhere", "it failed", "Mend it.", new Exception("inner")));

    assertThat(new CommandLineRun(useCases).of("run", REPO))
        .isEqualTo(new Ended(status, "", "gitscaler: somewhere: it failed. Mend it.\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "invalid, 0",
    "'stopped,unrecorded', 6",
    "'3,4', 4",
    "none, 0",
    "unrecorded, 6",
    "locked, 0"
  })
  void isNarrowedByFailOn(String failOn, int status) {
    RunReport report =
        report(
            List.of(
                new PassReport(
                    Reports.AT,
                    List.of(Reports.stopped("shop/cart", ReasonCode.ProgramFailed, "no.")))),
            false,
            SCALING_WAITS);

    assertThat(new CommandLineRun(useCases.answer(report)).of("run", REPO, "--fail-on", failOn))
        .extracting(Ended::status)
        .isEqualTo(status);
  }

  @Test
  void isNarrowedForFailuresOfTheWholeRunToo() {
    useCases.fail(new OutsideFailure(FailureKind.LEASE, "lease", "run-2 holds it", ""));

    assertThat(new CommandLineRun(useCases).of("run", REPO, "--fail-on=invalid,unrecorded"))
        .isEqualTo(new Ended(0, "", "gitscaler: lease: run-2 holds it.\n"));
  }

  @Test
  void isOneWithAStackTraceForABugAndFailOnDoesNotHideIt() {
    useCases.fail(new IllegalStateException("surprise"));

    Ended ended = new CommandLineRun(useCases).of("run", REPO, "--fail-on=none");

    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .startsWith("java.lang.IllegalStateException: surprise\n\tat ")
        .endsWith(
            "This is a bug in gitscaler (unpackaged). Please report it with the lines above; the"
                + " README says where.\n");
  }

  @ParameterizedTest
  @CsvSource({"1, 129", "2, 130", "15, 143"})
  void isThatOfTheSignalWhichEndedTheDemonstration(int number, int status) {
    useCases.fail(new EndedBySignalException(number, "the demonstration was ended."));

    assertThat(new CommandLineRun(useCases).of("demo"))
        .isEqualTo(new Ended(status, "", "gitscaler: the demonstration was ended.\n"));
  }

  @Test
  void isTwoWithTheNearestNamesForAnUnknownPolicy() {
    useCases.fail(
        new UnknownPolicyException(
            PolicyId.parse("shop/chekout"),
            List.of(PolicyId.parse("shop/cart"), PolicyId.parse("shop/checkout")),
            List.of()));

    assertThat(new CommandLineRun(useCases).of("explain", "shop/chekout"))
        .isEqualTo(
            new Ended(
                2,
                "",
                """
                gitscaler: there is no policy shop/chekout.
                Known are shop/checkout, shop/cart.
                """));
  }

  @Test
  void isThreeWithItsProblemsForAPolicyThatCouldNotBeRead() {
    useCases.fail(
        new UnknownPolicyException(
            PolicyId.parse("shop/cart"), List.of(), List.of(Reports.PROBLEM)));

    assertThat(new CommandLineRun(useCases).of("try", "shop/cart", REPO))
        .isEqualTo(new Ended(3, "", Reports.PROBLEM + "\n"));
  }

  private int statusOf(RunReport report) {
    return new CommandLineRun(useCases.answer(report)).of("run", REPO).status();
  }

  private static RunReport outcome(ReasonCode reason, ScaleOutcome outcome) {
    return Reports.of(
        Reports.decided(
            "shop/cart", new ScalingDecision(3, 5, reason, "why", List.of(), 5), outcome));
  }

  private static RunReport report(List<PassReport> passes, boolean invalid, TrailReport trail) {
    return Reports.of(
        passes.isEmpty() ? List.of(new PassReport(Reports.AT, List.of())) : passes,
        invalid ? List.of(Reports.PROBLEM) : List.of(),
        trail);
  }
}
