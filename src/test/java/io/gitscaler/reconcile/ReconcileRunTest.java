package io.gitscaler.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.audit.PolicyResult;
import io.gitscaler.audit.Step;
import io.gitscaler.audit.Stop;
import io.gitscaler.decision.ReasonCode;
import io.gitscaler.history.LastRun;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.history.TrailMark;
import io.gitscaler.metric.Measurement;
import io.gitscaler.policy.HookPoint;
import io.gitscaler.policy.LastGood;
import io.gitscaler.policy.MetricIdentifier;
import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.MetricTarget;
import io.gitscaler.policy.Mode;
import io.gitscaler.policy.Pause;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.PolicyProblem;
import io.gitscaler.policy.PolicyRevision;
import io.gitscaler.policy.Quantity;
import io.gitscaler.policy.RunMode;
import io.gitscaler.policy.ScalingMethod;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.program.ProgramCall;
import io.gitscaler.program.ProgramStep;
import io.gitscaler.program.RunType;
import io.gitscaler.testing.Policies;
import io.gitscaler.testing.World;
import io.gitscaler.workload.ScaleOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReconcileRunTest {
  private static final PolicyId WEB = PolicyId.parse("shop/web");

  private final World world = new World();

  private World web() {
    world.policies(Policies.byPrograms("shop/web"));
    world.cluster.deployment("shop/web", 1);
    return world;
  }

  private static Stop stop(RunReport report) {
    return Objects.requireNonNull(report.results().getFirst().stop());
  }

  private ScalingHistory history() {
    return world.state.stored.history(WEB);
  }

  @Test
  void scalesToWhatTheProgramAsksForAndTellsItInOneCommit() {
    web().programs.asks("shop/web", 3);

    RunReport report = world.run();

    assertThat(world.cluster.scalings()).containsExactly("shop/web 1 -> 3");
    assertThat(report.trail().commit()).isEqualTo("commit1");
    assertThat(world.trail.last())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("POLICY_APPEARED shop/web"),
            line -> assertThat(line).startsWith("SCALED_UP shop/web"));
    assertThat(world.state.stored.queue()).isEmpty();
  }

  @Test
  void saysNothingWhenNothingChanged() {
    web().programs.asks("shop/web", 3);
    world.run();
    int saves = world.state.saves;

    RunReport quiet = world.later(Duration.ofMinutes(1)).run();

    assertThat(world.trail.commits).hasSize(1);
    assertThat(quiet.trail()).isEqualTo(RunReport.TrailReport.NOTHING);
    assertThat(world.state.saves).as("writes of state in a quiet run").isEqualTo(saves + 1);
  }

  @Test
  void tellsTheTrailHowFarItIsKnownToReach() {
    web().programs.asks("shop/web", 3);
    world.run();
    world.programs.asks("shop/web", 4);
    world.trail.unreachable();
    world.later(Duration.ofMinutes(1));
    world.run();
    world.trail.reachable();
    world.later(Duration.ofMinutes(1));
    world.run();

    assertThat(world.trail.marks).containsExactly("", "commit1", "commit1");
    assertThat(world.state.stored.trail()).extracting(TrailMark::commit).isEqualTo("commit2");
  }

  @Test
  void keepsInMindWhatItDecided() {
    web().programs.asks("shop/web", 3);
    world.run();

    ScalingHistory.LastDecision last = Objects.requireNonNull(history().last());
    assertThat(last.from()).isEqualTo(1);
    assertThat(last.to()).isEqualTo(3);
    assertThat(last.outcome()).isEqualTo("applied");
    assertThat(history().counters()).containsEntry(last.reason(), 1);
    assertThat(Objects.requireNonNull(world.state.stored.lastRun()).work().scalings()).isEqualTo(1);
  }

  @Test
  void aFailingProgramStopsItsOwnPolicyOnly() {
    world.policies(Policies.byPrograms("shop/api"), Policies.byPrograms("shop/web"));
    world.cluster.deployment("shop/api", 2).deployment("shop/web", 1);
    world.programs.asks("shop/web", 3).fails("shop/api", ProgramStep.METRIC, "metric.py: exit 1");

    RunReport report = world.run();

    assertThat(world.cluster.scalings()).containsExactly("shop/web 1 -> 3");
    assertThat(stop(report))
        .isEqualTo(new Stop(Step.MEASURE, ReasonCode.ProgramFailed, "metric.py: exit 1"));
    assertThat(world.programs.calls()).doesNotContain("shop/api evaluate api");
  }

  @Test
  void aFailureIsToldWhenItBeginsAndWhenItEnds() {
    web().programs.fails("shop/web", ProgramStep.EVALUATE, "evaluate.py: exit 1");
    world.run();
    assertThat(world.trail.last()).contains("FAILURE_BEGAN shop/web: evaluate.py: exit 1");

    world.later(Duration.ofMinutes(1)).run();
    assertThat(world.trail.commits).hasSize(1);
    assertThat(Objects.requireNonNull(history().failure()).times()).isEqualTo(2);

    world.programs.works("shop/web", ProgramStep.EVALUATE);
    world.later(Duration.ofMinutes(1)).run();
    assertThat(world.trail.last())
        .containsExactly(
            "FAILURE_ENDED shop/web: works again; had failed since 2026-11-22T09:00:00Z, last with ProgramFailed");
    assertThat(history().failure()).isNull();
  }

  @Test
  void aFailureThatBecomesAnotherIsToldOnce() {
    web().run();
    List<String> told = new ArrayList<>();
    world.programs.fails("shop/web", ProgramStep.EVALUATE, "evaluate.py: exit 1");
    for (int pass = 0; pass < 4; pass++) {
      if (pass % 2 == 1) {
        world.cluster.without("shop/web");
      } else {
        world.cluster.deployment("shop/web", 1);
      }
      told.addAll(toldBy(world.later(Duration.ofMinutes(1))));
    }
    world.policies();
    world.problems(new PolicyProblem("web.yaml", 3, 7, "spec.min", "is no number.", WEB));
    told.addAll(toldBy(world.later(Duration.ofMinutes(1))));

    assertThat(told).containsExactly("FAILURE_BEGAN shop/web: evaluate.py: exit 1");
    assertThat(world.events).as("the policy that appeared, and its failure").hasSize(2);
    assertThat(Objects.requireNonNull(history().failure()))
        .returns(5, ScalingHistory.FailureStreak::times)
        .returns("PolicyInvalid", ScalingHistory.FailureStreak::code);
  }

  /** The records of one more run. */
  private static List<String> toldBy(World world) {
    int before = world.trail.commits.size();
    world.run();
    return world.trail.commits.size() == before ? List.of() : world.trail.last();
  }

  @Test
  void aTargetThatCannotBeScaledIsToldOncePerWish() {
    web().run();
    world.cluster.answering("shop/web", new ScaleOutcome.Refused("is forbidden"));
    List<List<String>> told = new ArrayList<>();
    for (int wish : new int[] {3, 3, 9, 9, 3}) {
      world.programs.asks("shop/web", wish);
      told.add(toldBy(world.later(Duration.ofMinutes(1))));
    }
    List<String> news = List.of("NOT_SCALED shop/web: is forbidden");
    assertThat(told).containsExactly(news, List.of(), news, List.of(), news);
  }

  @Test
  void amongOtherFailuresItIsToldThatATargetCannotBeScaled() {
    web().run();
    world.programs.fails("shop/web", ProgramStep.EVALUATE, "evaluate.py: exit 1");
    world.later(Duration.ofMinutes(1)).run();
    world.programs.works("shop/web", ProgramStep.EVALUATE).asks("shop/web", 3);
    world.cluster.answering("shop/web", new ScaleOutcome.Refused("is forbidden"));

    assertThat(toldBy(world.later(Duration.ofMinutes(1))))
        .containsExactly("NOT_SCALED shop/web: is forbidden");
  }

  @Test
  void observeModeDecidesAndTellsOnceAndTouchesNothing() {
    world.policies(
        Policies.byPrograms("shop/web")
            .mode(Mode.OBSERVE)
            .hook(HookPoint.PRE_METRIC)
            .hook(HookPoint.PRE_SCALE));
    world.cluster.deployment("shop/web", 1);
    world.programs.asks("shop/web", 3);

    RunReport report = world.run();
    world.later(Duration.ofMinutes(1)).run();

    assertThat(report.results().getFirst().outcome()).isInstanceOf(ScaleOutcome.ObservedOnly.class);
    assertThat(world.cluster.scalings()).isEmpty();
    assertThat(world.trail.commits).hasSize(1);
    assertThat(world.trail.last()).anyMatch(line -> line.startsWith("WOULD_SCALE"));
    assertThat(world.programs.calls()).noneMatch(call -> call.contains(" pre"));
    assertThat(world.programs.given())
        .extracting(call -> call.input().runType())
        .containsOnly(RunType.DRY_RUN);
  }

  @Test
  void aPauseIsToldWhenItBeginsAndWhenItEnds() {
    Policies policy =
        Policies.byPrograms("shop/web")
            .pause(new Pause(4, "load test", World.START.plusSeconds(90)));
    world.policies(policy);
    world.cluster.deployment("shop/web", 1);

    world.run();
    assertThat(world.cluster.scalings()).containsExactly("shop/web 1 -> 4");
    assertThat(world.trail.last()).contains("PAUSE_BEGAN shop/web: paused: load test");
    assertThat(world.programs.calls()).isEmpty();

    world.programs.asks("shop/web", 4);
    world.later(Duration.ofSeconds(90)).run();
    assertThat(world.trail.last()).contains("PAUSE_ENDED shop/web: pause ended");
  }

  @Test
  void leavesATargetAloneThatAnotherAutoscalerNames() {
    web().cluster.rival("shop/web", "HorizontalPodAutoscaler web");

    RunReport report = world.run();

    assertThat(stop(report).reason()).isEqualTo(ReasonCode.TargetOwnedByAnotherAutoscaler);
    assertThat(stop(report).sentence())
        .startsWith("HorizontalPodAutoscaler web scales Deployment/web in shop, too.");
    assertThat(world.programs.calls()).isEmpty();
  }

  @Test
  void observesATargetThatAnotherAutoscalerNames() {
    world.policies(Policies.byPrograms("shop/web").mode(Mode.OBSERVE));
    world.cluster.deployment("shop/web", 1);
    world.cluster.rival("shop/web", "HorizontalPodAutoscaler web");
    world.programs.asks("shop/web", 3);

    assertThat(world.run().results().getFirst().outcome())
        .isInstanceOf(ScaleOutcome.ObservedOnly.class);
    assertThat(world.cluster.scalings()).isEmpty();
  }

  @Test
  void aTargetThatIsNotThereStopsThePolicy() {
    world.policies(Policies.byPrograms("shop/web"));

    assertThat(stop(world.run()).reason()).isEqualTo(ReasonCode.TargetNotFound);
  }

  @Test
  void aPlanShowsTheSameNumbersAndWritesNothing() {
    world.policies(
        Policies.byPrograms("shop/web").hook(HookPoint.PRE_SCALE).hook(HookPoint.POST_METRIC));
    world.cluster.deployment("shop/web", 1);
    world.programs.asks("shop/web", 3);

    PolicyResult planned = world.plan().results().getFirst();

    assertThat(Objects.requireNonNull(planned.decision()).to()).isEqualTo(3);
    assertThat(planned.outcome()).isEqualTo(new ScaleOutcome.ObservedOnly());
    assertThat(world.state.saves).isZero();
    assertThat(world.trail.commits).isEmpty();
    assertThat(world.events).isEmpty();
    assertThat(world.cluster.scalings()).isEmpty();
    assertThat(world.programs.calls())
        .containsExactly("shop/web metric web", "shop/web evaluate web");
  }

  @Test
  void runsTheHooksAroundTheirSteps() {
    Policies policy = Policies.byPrograms("shop/web");
    for (HookPoint point : HookPoint.values()) {
      policy.hook(point);
    }
    world.policies(policy);
    world.cluster.deployment("shop/web", 1);
    world.programs.asks("shop/web", 3);

    world.run();

    assertThat(world.programs.given())
        .extracting(call -> call.step().field())
        .containsExactly(
            "preMetric",
            "metric",
            "postMetric",
            "preEvaluate",
            "evaluate",
            "postEvaluate",
            "preScale",
            "postScale");
    assertThat(Objects.requireNonNull(history().last()).readings())
        .as("what hooks answer decides nothing")
        .hasSize(2)
        .allSatisfy(reading -> assertThat(reading).matches("(metric|evaluate) of .*"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "!"})
  void keepsNoHalfOfACharacterOfAnAnswer(String first) {
    world.policies(Policies.byPrograms("shop/web"));
    world.cluster.deployment("shop/web", 1);
    world.programs.answers("shop/web", ProgramStep.METRIC, first + "\ud83d\ude80".repeat(999));
    world.programs.asks("shop/web", 3);

    world.run();

    String reading = Objects.requireNonNull(history().last()).readings().getFirst();
    assertThat(reading).contains("\ud83d\ude80").hasSizeLessThan(310);
    assertThat(reading.codePoints())
        .noneMatch(each -> Character.getType(each) == Character.SURROGATE);
  }

  @Test
  void aFailingPreScaleHookPreventsTheScaling() {
    world.policies(Policies.byPrograms("shop/web").hook(HookPoint.PRE_SCALE));
    world.cluster.deployment("shop/web", 1);
    world.programs.asks("shop/web", 3).fails("shop/web", ProgramStep.PRE_SCALE, "hook: exit 1");

    RunReport report = world.run();

    assertThat(world.cluster.scalings()).isEmpty();
    assertThat(stop(report).step()).isEqualTo(Step.SCALE);
    assertThat(history().intent()).isNull();
  }

  /** There are as many of them as scalings may be under way at one time. */
  @Test
  void slowScaleHooksDelayNobodyElsesScaling() {
    List<Policies> policies = new ArrayList<>();
    CountDownLatch scaled = new CountDownLatch(1);
    AtomicBoolean delayed = new AtomicBoolean();
    for (String slow : List.of("shop/a", "shop/b", "shop/c", "shop/d")) {
      policies.add(Policies.byPrograms(slow).hook(HookPoint.POST_SCALE));
      world.cluster.deployment(slow, 1);
      world.programs.asks(slow, 3);
      world.programs.during(
          slow,
          ProgramStep.POST_SCALE,
          () -> {
            try {
              if (!scaled.await(1, TimeUnit.MINUTES)) {
                delayed.set(true);
              }
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
    }
    policies.add(Policies.byPrograms("shop/web"));
    world.policies(policies.toArray(Policies[]::new));
    world.cluster.deployment("shop/web", 1);
    world.programs.asks("shop/web", 3);
    world.cluster.afterScaling(
        change -> {
          if (change.policy().name().equals("web")) {
            scaled.countDown();
          }
        });

    world.run();

    assertThat(delayed).as("whether it was scaled only after a hook had ended").isFalse();
    assertThat(world.cluster.scalings()).hasSize(5).contains("shop/web 1 -> 3");
  }

  @Test
  void aFailingPostScaleHookIsToldBesideTheScaling() {
    world.policies(Policies.byPrograms("shop/web").hook(HookPoint.POST_SCALE));
    world.cluster.deployment("shop/web", 1);
    world.programs.asks("shop/web", 3).fails("shop/web", ProgramStep.POST_SCALE, "hook: exit 1");

    world.run();

    assertThat(world.cluster.scalings()).containsExactly("shop/web 1 -> 3");
    assertThat(world.trail.last())
        .anyMatch(line -> line.startsWith("FAILURE_BEGAN"))
        .anyMatch(line -> line.startsWith("SCALED_UP"));
  }

  @Test
  void perPodProgramsRunOncePerPodAndTheirAnswersReachTheEvaluation() {
    world.policies(
        Policies.byPrograms("shop/web")
            .method(
                new ScalingMethod.ByPrograms(
                    RunMode.PER_POD, Policies.SHELL, Policies.SHELL, List.of(), false)));
    world.cluster.deployment("shop/web", 2);

    world.run();

    assertThat(world.programs.calls())
        .containsExactly("shop/web metric web-0", "shop/web metric web-1", "shop/web evaluate web");
  }

  @Test
  void aCommandMetricIsMeasuredByAProgramAndDecidedByTheFormula() {
    MetricSpec command =
        new MetricSpec.Command(
            "queue",
            Policies.SHELL,
            RunMode.PER_RESOURCE,
            new MetricTarget.AverageValue(Quantity.ofMilli(30_000)));
    world.policies(
        Policies.byCpu("shop/web", 50).method(new ScalingMethod.ByMetrics(List.of(command), 0.1)));
    world.cluster.deployment("shop/web", 2);
    world.programs.answers("shop/web", ProgramStep.COMMAND, "120\n");

    world.run();

    assertThat(world.cluster.scalings()).containsExactly("shop/web 2 -> 4");
  }

  @Test
  void aCommandMetricThatPrintsNoNumberHoldsTheTarget() {
    MetricSpec command =
        new MetricSpec.Command(
            "queue",
            Policies.SHELL,
            RunMode.PER_RESOURCE,
            new MetricTarget.AverageValue(Quantity.ofMilli(30_000)));
    world.policies(
        Policies.byCpu("shop/web", 50).method(new ScalingMethod.ByMetrics(List.of(command), 0.1)));
    world.cluster.deployment("shop/web", 2);
    world.programs.answers("shop/web", ProgramStep.COMMAND, "many");

    PolicyResult result = world.run().results().getFirst();

    assertThat(world.cluster.scalings()).isEmpty();
    assertThat(Objects.requireNonNull(result.decision()).sentence())
        .contains("\"many\" is no number");
  }

  @Test
  void announcesEveryScalingInStateBeforeItIsDone() {
    List<@Nullable String> seen = new ArrayList<>();
    web().programs.asks("shop/web", 3);
    world.cluster.beforeScaling(
        change -> {
          var intent = Objects.requireNonNull(history().intent());
          seen.add(intent.from() + " -> " + intent.to() + " by " + intent.run());
        });

    world.run();

    assertThat(seen).containsExactly("1 -> 3 by run1");
    assertThat(history().intent()).isNull();
  }

  @Test
  void scalesNothingWhenItCannotBeAnnounced() {
    web().programs.asks("shop/web", 3);
    world.state.refusingFrom(1);

    org.assertj.core.api.Assertions.assertThatThrownBy(world::run)
        .hasMessageContaining("somebody else wrote");

    assertThat(world.cluster.scalings()).isEmpty();
  }

  @Test
  void aScalingWhoseOutcomeCannotBeStoredIsInTheTrailAndOnlyOnce() {
    web().programs.asks("shop/web", 3);
    world.state.refusingFrom(2);

    RunReport report = world.run();
    world.state.accepting();
    world.programs.asks("shop/web", 3);
    world.later(Duration.ofMinutes(1)).run();

    assertThat(report.trail().scalingWaits()).isTrue();
    assertThat(world.cluster.scalings()).containsExactly("shop/web 1 -> 3");
    assertThat(
            world.trail.commits.stream()
                .flatMap(List::stream)
                .filter(line -> line.contains("SCALED_UP") || line.contains("RECOVERED")))
        .hasSize(1);
  }

  @Test
  void recordsWaitInOrderWhileTheTrailIsOutOfReach() {
    web().programs.asks("shop/web", 3);
    world.trail.unreachable();
    RunReport first = world.run();
    world.programs.asks("shop/web", 5);
    world.later(Duration.ofMinutes(1)).run();

    assertThat(first.trail().scalingWaits()).isTrue();
    assertThat(first.trail().waiting()).isEqualTo(2);
    assertThat(world.cluster.replicas("shop/web")).isEqualTo(5);

    world.trail.reachable();
    RunReport third = world.later(Duration.ofMinutes(1)).run();

    assertThat(third.trail().written()).isEqualTo(3);
    assertThat(world.trail.last().stream().filter(line -> line.startsWith("SCALED_UP"))).hasSize(2);
    assertThat(world.state.stored.queue()).isEmpty();
  }

  @Test
  void aFutureThatAClockLeftBehindHoldsATargetForOneWindowAndNoLonger() {
    Policies policy = Policies.byPrograms("shop/web").downscaleStabilization(Duration.ofMinutes(5));
    world.policies(policy).cluster.deployment("shop/web", 1);
    world.programs.asks("shop/web", 4);
    world.later(Duration.ofDays(30)).run();
    ScalingHistory ahead = history();
    World corrected = new World();
    corrected.policies(policy).cluster.deployment("shop/web", 4);
    corrected.state.stored = corrected.state.stored.withHistories(Map.of(WEB, ahead));

    corrected.run();
    corrected.later(Duration.ofMinutes(4)).run();
    assertThat(corrected.cluster.scalings()).as("inside the window").isEmpty();
    corrected.later(Duration.ofMinutes(2)).run();

    assertThat(corrected.cluster.scalings()).containsExactly("shop/web 4 -> 1");
  }

  @Test
  void stopsScalingWhenTheLockIsLost() {
    web().programs.asks("shop/web", 3);
    world.losingLockAt(2);

    RunReport report = world.run();

    assertThat(world.cluster.scalings()).isEmpty();
    assertThat(stop(report).reason()).isEqualTo(ReasonCode.LeaseLost);
  }

  @Test
  void aPolicyThatIsGoneIsToldOnceAndForgotten() {
    web().run();
    world.policies();

    world.later(Duration.ofMinutes(1)).run();
    world.later(Duration.ofMinutes(1)).run();

    assertThat(world.trail.commits).hasSize(2);
    assertThat(world.trail.last())
        .containsExactly("POLICY_GONE shop/web: policy is gone; its target keeps its replicas");
    assertThat(world.state.stored.histories()).isEmpty();
  }

  @Test
  void saysHowManyPoliciesThereWereWhenAllAreGone() {
    world.policies(
        Policies.byPrograms("shop/a"), Policies.byPrograms("shop/b"),
        Policies.byPrograms("shop/c"), Policies.byPrograms("shop/d"));
    world.run();
    world.policies(Policies.byPrograms("shop/d"));
    assertThat(world.later(Duration.ofMinutes(1)).run().notices()).isEmpty();
    world.policies(
        Policies.byPrograms("shop/a"), Policies.byPrograms("shop/b"),
        Policies.byPrograms("shop/c"), Policies.byPrograms("shop/d"));
    world.later(Duration.ofMinutes(1)).run();
    world.policies();
    String notice =
        "all policies that earlier runs knew are gone, 4 of them: shop/a, shop/b, shop/c and 1 more."
            + " Their targets keep their replicas. Where nobody meant that, put the policies back.";

    assertThat(world.later(Duration.ofMinutes(1)).plan().notices()).containsExactly(notice);
    assertThat(world.run().notices()).containsExactly(notice);
    assertThat(world.later(Duration.ofMinutes(1)).run().notices()).isEmpty();
  }

  @Test
  void aPolicyThatCannotBeReadIsAFailureAndKeepsItsHistory() {
    web().programs.asks("shop/web", 3);
    world.run();
    world.policies();
    world.problems(
        new PolicyProblem("web.yaml", 3, 7, "spec.maxReplicas", "is no number. Write one.", WEB));

    world.later(Duration.ofMinutes(1)).run();

    assertThat(world.trail.last())
        .containsExactly(
            "FAILURE_BEGAN shop/web: web.yaml:3:7 spec.maxReplicas: is no number. Write one.");
    assertThat(history().last()).isNotNull();
  }

  @Test
  void tellsOfAnInvalidVersionAlsoWhereTheOneThatActsInItsPlaceFails() {
    web().programs.fails("shop/web", ProgramStep.METRIC, "exited with 1");
    world.run();
    ScalingPolicy policy = Policies.byPrograms("shop/web").build();

    world.policy(policy.insteadFrom(lastGood())).later(Duration.ofMinutes(1)).run();

    String invalid =
        "commit c0ffee is invalid: web.yaml:3:7: is no number; commit b0bb1e acts until 2026-11-23T08:55:00Z";
    assertThat(world.trail.last()).containsExactly("POLICY_INVALID shop/web: " + invalid);
    assertThat(history().notInForce())
        .returns(World.START.plusSeconds(60), ScalingHistory.NotInForce::since)
        .returns(invalid, ScalingHistory.NotInForce::sentence);
    assertThat(history().failure())
        .isNotNull()
        .returns("ProgramFailed", ScalingHistory.FailureStreak::code);

    int commits = world.trail.commits.size();
    world.later(Duration.ofMinutes(1)).run();
    assertThat(world.trail.commits).hasSize(commits);
    assertThat(history().notInForce())
        .isNotNull()
        .returns(World.START.plusSeconds(60), ScalingHistory.NotInForce::since);

    world.policy(policy).later(Duration.ofMinutes(1)).run();
    assertThat(world.trail.last())
        .containsExactly(
            "POLICY_VALID shop/web: the merged version is in force again; had not been since "
                + World.START.plusSeconds(60));
    assertThat(history().notInForce()).isNull();
  }

  private static PolicyRevision lastGood() {
    LastGood instead =
        new LastGood(
            World.START.minus(Duration.ofMinutes(5)),
            Duration.ofDays(1),
            LastGood.Cause.INVALID,
            "web.yaml:3:7: is no number",
            null);
    return new PolicyRevision("memory", "main", "b0bb1e", World.START, null, instead);
  }

  @Test
  void nothingIsGoneWhileAFileHidesItsPolicies() {
    web().run();
    world.policies();
    world.problems(new PolicyProblem("web.yaml", 1, 1, "", "is no YAML. Mend it.", null));

    world.later(Duration.ofMinutes(1)).run();

    assertThat(world.trail.commits).hasSize(1);
    assertThat(world.state.stored.histories()).containsKey(WEB);
  }

  @Test
  void anEditedPolicyIsTold() {
    web().run();
    world.policies(Policies.byPrograms("shop/web").fingerprint("f2"));

    world.later(Duration.ofMinutes(1)).run();

    assertThat(world.trail.last()).containsExactly("POLICY_CHANGED shop/web: policy changed");
  }

  @Test
  void aTargetThatWantsMoreThanItsMaximumIsToldAtMostOnceAnHour() {
    world.policies(Policies.byPrograms("shop/web").bounds(1, 2));
    world.cluster.deployment("shop/web", 2);
    List<Integer> told = new ArrayList<>();
    int[] wishes = {5, 5, 2, 5, 5, 2, 5};
    for (int minute = 0; minute < wishes.length; minute++) {
      world.programs.asks("shop/web", wishes[minute]);
      int before = world.trail.commits.size();
      world.run();
      if (world.trail.commits.size() > before
          && world.trail.last().stream().anyMatch(line -> line.startsWith("BEYOND_MAX"))) {
        told.add(minute);
      }
      world.later(Duration.ofMinutes(15));
    }
    assertThat(told).as("passes, 15 minutes apart, that told of it").containsExactly(0, 6);
  }

  @Test
  void aQuietDayIsOneSummary() {
    web().run();
    for (int hour = 0; hour < 24; hour++) {
      world.later(Duration.ofHours(1)).run();
    }
    assertThat(world.trail.commits).hasSize(2);
    assertThat(world.trail.last())
        .singleElement()
        .asString()
        .startsWith("SUMMARY shop/web: passes since 2026-11-22T09:00:00Z: ");
    assertThat(history().counters().values().stream().mapToInt(Integer::intValue).sum())
        .isLessThanOrEqualTo(1);
  }

  @Test
  void aClockThatWasAheadForOneRunSilencesNoSummary() {
    web().run();
    world.later(Duration.ofDays(365)).run();
    world.later(Duration.ofDays(-365)).run();
    int commits = world.trail.commits.size();

    world.later(Duration.ofHours(24)).run();

    assertThat(world.trail.commits).hasSize(commits + 1);
    assertThat(world.trail.last()).singleElement().asString().startsWith("SUMMARY shop/web: ");
  }

  @Test
  void severalPassesOfARunAreOneCommit() {
    web().programs.asks("shop/web", 3);

    RunReport report = world.run(RunType.SCALER, 4);

    assertThat(report.passes())
        .extracting(RunReport.PassReport::at)
        .containsExactly(
            World.START,
            World.START.plusSeconds(15),
            World.START.plusSeconds(30),
            World.START.plusSeconds(45));
    assertThat(world.trail.commits).hasSize(1);
  }

  @Test
  void ofEarlierPassesOnlyTheNewsIsKeptAndNothingLarge() {
    web().programs.asks("shop/web", 3);

    RunReport report = world.run(RunType.SCALER, 3);

    assertThat(report.passes())
        .extracting(
            pass ->
                pass.results().stream()
                    .map(result -> Objects.requireNonNull(result.outcome()).word())
                    .toList())
        .containsExactly(List.of("applied"), List.of(), List.of("unchanged"));
    PolicyResult scaled = report.passes().getFirst().results().getFirst();
    assertThat(scaled.programs()).isNotEmpty().allMatch(run -> run.input().isEmpty());
    assertThat(Objects.requireNonNull(scaled.workload()).document()).isNull();
  }

  @Test
  void tellsProgramsTheTargetAndTheBounds() {
    world.policies(Policies.byPrograms("shop/web").hook(HookPoint.POST_SCALE));
    world.cluster.deployment("shop/web", 1);
    world.programs.asks("shop/web", 30);

    world.run();

    ProgramCall scale = world.programs.given().getLast();
    assertThat(scale.input().toString())
        .contains("evaluation=30", "targetReplicas=10", "min=1, max=10");
  }

  @Test
  void aMetricThatCannotBeReadIsToldEvenWhereTheOthersSuffice() {
    MetricSpec queue =
        new MetricSpec.External(
            new MetricIdentifier("queue", null),
            new MetricTarget.AverageValue(Quantity.ofMilli(10_000)));
    MetricSpec cpu = new MetricSpec.Resource("cpu", new MetricTarget.Utilization(50));
    world.policies(
        Policies.byCpu("shop/web", 50)
            .method(new ScalingMethod.ByMetrics(List.of(cpu, queue), 0.1)));
    world.cluster.deployment("shop/web", 2);
    world.metrics(
        query ->
            query.spec() instanceof MetricSpec.External
                ? new Measurement.Series(List.of(40_000L), World.START)
                : new Measurement.Unavailable(Measurement.Why.READ_FAILED, "no metrics server"));

    RunReport report = world.run();

    assertThat(world.cluster.scalings()).containsExactly("shop/web 2 -> 4");
    assertThat(report.results().getFirst().stop()).isNull();
    assertThat(world.trail.last())
        .anyMatch(line -> line.startsWith("FAILURE_BEGAN") && line.contains("no metrics server"));
    assertThat(Objects.requireNonNull(history().failure()).code())
        .isEqualTo(ReasonCode.FailedGetResourceMetric.name());
  }

  @Test
  void knowsWhenAPassBeganAndWhenItWasStored() {
    web().programs.asks("shop/web", 3);
    world.cluster.beforeScaling(change -> world.later(Duration.ofSeconds(7)));

    world.run();

    LastRun last = Objects.requireNonNull(world.state.stored.lastRun());
    assertThat(last.started()).isEqualTo(World.START);
    assertThat(last.finished()).isEqualTo(World.START.plusSeconds(7));
  }
}
