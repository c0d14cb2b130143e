package io.gitscaler.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gitscaler.audit.PolicyResult;
import io.gitscaler.audit.Step;
import io.gitscaler.audit.Stop;
import io.gitscaler.decision.ReasonCode;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.RunEnding;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.policy.HookPoint;
import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.PolicyKeeper;
import io.gitscaler.policy.PolicySource;
import io.gitscaler.program.ProgramStep;
import io.gitscaler.program.RunType;
import io.gitscaler.testing.Policies;
import io.gitscaler.testing.World;
import io.gitscaler.workload.ScaleOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A run that must end before all is done: at its deadline, because it is told to, or because it lost the lock. */
class EndedRunTest {
  private static final PolicyId WEB = PolicyId.parse("shop/web");
  private static final Duration DEADLINE = Duration.ofSeconds(45);

  private final World world = new World();

  private World web(HookPoint... hooks) {
    Policies policy = Policies.byPrograms("shop/web").downscaleStabilization(Duration.ofHours(1));
    for (HookPoint hook : hooks) {
      policy.hook(hook);
    }
    world.policies(policy);
    world.cluster.deployment("shop/web", 3);
    world.programs.asks("shop/web", 3);
    world.deadline(DEADLINE);
    return world;
  }

  private RunReport next() {
    return world.later(Duration.ofMinutes(1)).run();
  }

  private static PolicyResult only(RunReport report) {
    assertThat(report.results()).hasSize(1);
    return report.results().getFirst();
  }

  private ScalingHistory history() {
    return world.state.stored.history(WEB);
  }

  private static Consumer<World> during(ProgramStep step, Consumer<World> end) {
    return world -> world.programs.during("shop/web", step, () -> end.accept(world));
  }

  /** Where a run may be when it must end, and by what. */
  static Stream<Arguments> moments() {
    Consumer<World> told = World::terminate;
    Consumer<World> late = world -> world.later(DEADLINE.minus(Ending.RESERVE));
    return Stream.of(
        Arguments.of(
            "told while it looks",
            (Consumer<World>) world -> world.cluster.whileLooking(world::terminate),
            Step.OBSERVE,
            ReasonCode.Terminated),
        Arguments.of(
            "told while a program measures",
            during(ProgramStep.METRIC, told),
            Step.MEASURE,
            ReasonCode.Terminated),
        Arguments.of(
            "late while a program measures",
            during(ProgramStep.METRIC, late),
            Step.MEASURE,
            ReasonCode.DeadlineExceeded),
        Arguments.of(
            "late while a program evaluates",
            during(ProgramStep.EVALUATE, late),
            Step.EVALUATE,
            ReasonCode.DeadlineExceeded),
        Arguments.of(
            "told in the hook before the scaling",
            during(ProgramStep.PRE_SCALE, told),
            Step.SCALE,
            ReasonCode.Terminated));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("moments")
  void skipsWhatItDidNotComeToAndTheNextRunGoesOn(
      String name, Consumer<World> ending, Step step, ReasonCode reason) {
    web(HookPoint.PRE_SCALE).run();
    ScalingHistory before = history();
    world.programs.asks("shop/web", 5);
    ending.accept(world);

    RunReport ended = next();

    assertThat(world.cluster.scalings()).isEmpty();
    Stop stop = Objects.requireNonNull(only(ended).stop());
    assertThat(stop.step()).isEqualTo(step);
    assertThat(stop.reason()).isEqualTo(reason);
    assertThat(Objects.requireNonNull(ended.ended()).kind()).isEqualTo(FailureKind.ENDED);
    assertThat(history().recommendations()).containsAll(before.recommendations());
    assertThat(history().failure()).isNull();
    assertThat(history().intent()).isNull();
    assertThat(history().counters()).containsEntry(reason.name(), 1);
    assertThat(world.trail.all()).hasSize(1).first().asString().startsWith("POLICY_APPEARED");

    world.programs.during("shop/web", ProgramStep.METRIC, () -> {});
    world.programs.during("shop/web", ProgramStep.EVALUATE, () -> {});
    world.programs.during("shop/web", ProgramStep.PRE_SCALE, () -> {});
    world.cluster.whileLooking(() -> {});
    assertThat(next().ended()).isNull();
    assertThat(world.cluster.scalings()).containsExactly("shop/web 3 -> 5");
    assertThat(world.trail.all()).noneMatch(line -> line.startsWith("FAILURE"));
  }

  @Test
  void aSkippedPolicyKeepsTheFailureThatItHad() {
    web().programs.fails("shop/web", ProgramStep.METRIC, "no route");
    world.run();
    world.programs.during("shop/web", ProgramStep.METRIC, world::terminate);

    next();

    assertThat(Objects.requireNonNull(history().failure()).code()).isEqualTo("ProgramFailed");
    assertThat(world.trail.all()).noneMatch(line -> line.startsWith("FAILURE_ENDED"));
    world.programs.during("shop/web", ProgramStep.METRIC, () -> {});
    world.programs.works("shop/web", ProgramStep.METRIC);
    next();
    assertThat(world.trail.last()).singleElement().asString().startsWith("FAILURE_ENDED");
  }

  @Test
  void aWaitBetweenPassesEndsAtOnceAndWhatWasDoneIsTold() {
    web().programs.asks("shop/web", 5);
    world.cluster.afterScaling(change -> world.terminate());

    RunReport report = world.run(RunType.SCALER, 4);

    assertThat(report.passes()).hasSize(1);
    assertThat(only(report).outcome()).isInstanceOf(ScaleOutcome.Applied.class);
    assertThat(Objects.requireNonNull(report.ended())).hasMessageContaining("SIGTERM");
    assertThat(world.now()).isEqualTo(World.START);
    assertThat(report.trail().waiting()).isZero();
    assertThat(world.trail.last()).anyMatch(line -> line.startsWith("SCALED_UP"));
  }

  @Test
  void makesNoPassThatBeginsAfterTheWorkMustEnd() {
    web().deadline(Duration.ofSeconds(20));

    RunReport report = world.run(RunType.SCALER, 3);

    assertThat(report.passes()).hasSize(2);
    assertThat(Objects.requireNonNull(report.ended())).hasMessageContaining("deadline of 20s");
  }

  @Test
  void aRunThatIsDoneInTimeHasNotEndedEarly() {
    assertThat(web().run().ended()).isNull();
  }

  @Test
  void aRunThatIsToldToEndBeforeItKnowsItsPoliciesDoesNothingAndSaysSo() {
    web();
    world.policies(
        new PolicySource() {
          @Override
          public LoadedPolicies load() {
            world.terminate();
            throw new IllegalStateException("what comes too late counts for nothing");
          }

          @Override
          public void close() {}
        },
        PolicyKeeper.NONE);

    assertThatThrownBy(world::run)
        .isInstanceOfSatisfying(
            OutsideFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(FailureKind.ENDED));
    assertThat(Objects.requireNonNull(world.state.stored.lastRun()).ending())
        .isEqualTo(RunEnding.STOPPED);
    assertThat(world.state.stored.histories()).isEmpty();
  }

  @Test
  void aScalingThatGetsNoAnswerWithinTheFirstSecondIsSettledByTheNextRun() throws Exception {
    web().programs.asks("shop/web", 5);
    CountDownLatch scaled = new CountDownLatch(1);
    world.cluster.afterScaling(change -> scaled.countDown());
    world.cluster.beforeScaling(
        change -> {
          world.terminate();
          world.later(Duration.ofSeconds(1));
        });

    RunReport report = world.run();

    assertThat(only(report).outcome()).isInstanceOf(ScaleOutcome.Unknown.class);
    assertThat(history().intent()).isNotNull();
    world.cluster.beforeScaling(change -> {});
    scaled.await();
    next();
    assertThat(history().intent()).isNull();
    assertThat(world.cluster.scalings()).containsExactly("shop/web 3 -> 5");
    assertThat(world.trail.all().stream().filter(line -> line.contains("3 -> 5")))
        .singleElement()
        .asString()
        .startsWith("RECOVERED");
  }

  @Test
  void aHookThatIsCutOffAfterTheScalingIsAFailureAndTheScalingIsTold() {
    web(HookPoint.POST_SCALE).programs.asks("shop/web", 5);
    world.programs.during("shop/web", ProgramStep.POST_SCALE, world::terminate);

    RunReport report = world.run();

    assertThat(only(report).outcome()).isInstanceOf(ScaleOutcome.Applied.class);
    assertThat(Objects.requireNonNull(only(report).stop()).reason())
        .isEqualTo(ReasonCode.ProgramFailed);
    assertThat(world.trail.last()).anyMatch(line -> line.startsWith("SCALED_UP"));
  }

  @Test
  void aPushThatHangsIsGivenUpAndItsRecordsWait() {
    web().programs.asks("shop/web", 5);
    world.trail.unreachable();
    world.trail.whilePublishing(() -> world.later(DEADLINE.minusSeconds(1)));

    RunReport report = world.run();

    assertThat(report.trail().scalingWaits()).isTrue();
    assertThat(Objects.requireNonNull(report.trail().failure()).kind())
        .isEqualTo(FailureKind.ENDED);
    assertThat(report.ended()).as("all policies were dealt with").isNull();
    assertThat(world.state.stored.queue()).isNotEmpty();
    world.trail.whilePublishing(() -> {});
    world.trail.reachable();
    next();
    assertThat(world.state.stored.queue()).isEmpty();
  }

  @Test
  void aLockThatIsLostWhileAProgramRunsEndsTheRunAtOnceAndNothingIsWritten() {
    web().programs.asks("shop/web", 5);
    world.losingLockAt(2);
    world.programs.during(
        "shop/web", ProgramStep.METRIC, () -> world.later(Duration.ofSeconds(20)));

    RunReport report = world.run();

    assertThat(Objects.requireNonNull(only(report).stop()).reason())
        .isEqualTo(ReasonCode.LeaseLost);
    assertThat(Objects.requireNonNull(report.trail().failure()).kind())
        .isEqualTo(FailureKind.LEASE);
    assertThat(world.state.saves).isZero();
    assertThat(world.cluster.scalings()).isEmpty();
    assertThat(world.trail.commits).isEmpty();
  }

  @Test
  void aRunThatLostItsLockHasThreeSecondsToTellWhatItScaled() {
    web().programs.asks("shop/web", 5);
    world.losingLockAt(3);
    world.trail.whilePublishing(() -> world.later(Duration.ofMillis(2999)));

    assertThat(world.run().trail().written()).isEqualTo(1);

    world.programs.asks("shop/web", 3);
    world.losingLockAt(3);
    world.trail.whilePublishing(() -> world.later(Duration.ofSeconds(3)));

    RunReport hanging = next();

    assertThat(hanging.trail().written()).isZero();
    assertThat(Objects.requireNonNull(hanging.trail().failure()).kind())
        .isEqualTo(FailureKind.LEASE);
  }

  @Test
  void aScalingUnderWayWhenTheLockIsLostIsStillHeardOf() {
    web().programs.asks("shop/web", 5);
    world.losingLockAt(3);
    world.cluster.beforeScaling(change -> world.later(Duration.ofSeconds(10)));

    RunReport report = world.run();

    assertThat(only(report).outcome()).isInstanceOf(ScaleOutcome.Applied.class);
    assertThat(world.trail.all()).singleElement().asString().startsWith("SCALED_UP");
  }

  @Test
  void aLockThatCannotBeConfirmedIsAFailureAndNoLoss() {
    web().programs.asks("shop/web", 5);
    world.failingConfirmationsFrom(2, FailureKind.FORBIDDEN);

    RunReport report = world.run();

    assertThat(world.cluster.scalings()).isEmpty();
    assertThat(Objects.requireNonNull(only(report).stop()).reason())
        .isEqualTo(ReasonCode.FailedUpdateScale);
    assertThat(report.endings()).contains(RunEnding.STOPPED).doesNotContain(RunEnding.LOCKED);
  }

  @Test
  void thatTheWordOfAFailedRunCouldNotBeStoredIsKeptForTheLog() {
    world.policies(
        new PolicySource() {
          @Override
          public LoadedPolicies load() {
            throw new OutsideFailure(FailureKind.GIT_UNREACHABLE, "git", "does not answer", "");
          }

          @Override
          public void close() {}
        },
        PolicyKeeper.NONE);
    world.state.refusingFrom(1);

    assertThatThrownBy(world::run)
        .hasMessageContaining("does not answer")
        .satisfies(
            failure ->
                assertThat(failure.getSuppressed())
                    .singleElement(InstanceOfAssertFactories.THROWABLE)
                    .hasMessageContaining("somebody else wrote"));
  }

  @Test
  void aLockThatIsLostBetweenPassesEndsTheWaiting() {
    web().losingLockAt(2);

    RunReport report = world.run(RunType.SCALER, 4);

    assertThat(report.passes()).hasSize(1);
    assertThat(Objects.requireNonNull(report.trail().failure()).kind())
        .isEqualTo(FailureKind.LEASE);
    assertThat(world.trail.commits).isEmpty();
  }

  @Test
  void aLockThatIsLostDuringThePushLeavesTheQueueToWhoeverHasItNow() {
    web().losingLockAt(4);
    world.trail.whilePublishing(() -> world.later(Duration.ofSeconds(10)));

    RunReport report = world.run();

    assertThat(Objects.requireNonNull(report.trail().failure()).kind())
        .isEqualTo(FailureKind.LEASE);
    assertThat(world.state.stored.queue()).isNotEmpty();
  }

  @Test
  void aLongRunConfirmsItsLockAllTheTime() {
    web();
    world.programs.during(
        "shop/web", ProgramStep.METRIC, () -> world.later(Duration.ofSeconds(35)));

    world.run();

    assertThat(world.confirmations()).isGreaterThanOrEqualTo(3);
    int after = world.confirmations();
    world.later(Duration.ofMinutes(5));
    assertThat(world.confirmations()).as("after the end").isEqualTo(after);
  }

  @Test
  void aPlanEndsToo() {
    web().programs.during("shop/web", ProgramStep.METRIC, world::terminate);

    RunReport plan = world.plan();

    assertThat(only(plan).skipped()).isTrue();
    assertThat(List.of(world.state.saves, world.trail.commits.size())).containsOnly(0);
  }
}
