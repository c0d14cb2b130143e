package io.gitscaler.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gitscaler.audit.AuditRecord;
import io.gitscaler.decision.ReasonCode;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.history.Intent;
import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.RecordKind;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.PolicyProblem;
import io.gitscaler.program.RunType;
import io.gitscaler.statefile.RecordLine;
import io.gitscaler.testing.Policies;
import io.gitscaler.testing.World;
import io.gitscaler.workload.ScaleOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A run that dies, loses its lock or gets no answer, and the run after it. */
class InterruptedRunTest {
  private static final PolicyId WEB = PolicyId.parse("shop/web");
  private static final String DONE =
      "RECOVERED shop/web: scaled 1 -> 3, as run run1 announced before it ended";
  private static final String NOT_DONE =
      "RECOVERED shop/web: not scaled: run run1 announced 1 -> 3 and ended before it was done";

  private final World world = new World();

  private World web() {
    world.policies(Policies.byPrograms("shop/web"));
    world.cluster.deployment("shop/web", 1);
    world.programs.asks("shop/web", 3);
    return world;
  }

  /** A run that dies once shop/web is scaled from 1 to 3. */
  private void scaleAndDie() {
    web().state.killingBefore(2);
    die();
    assertThat(world.cluster.scalings()).containsExactly("shop/web 1 -> 3");
  }

  /** A run that dies when the scaling from 1 to 3 is announced. */
  private void announceAndDie() {
    web().state.killingAfter(1);
    die();
    assertThat(world.cluster.scalings()).isEmpty();
  }

  private void die() {
    assertThatThrownBy(world::run).isInstanceOf(World.Killed.class);
  }

  private RunReport next() {
    return world.later(Duration.ofMinutes(1)).run();
  }

  private List<String> told(String... kinds) {
    return world.trail.all().stream()
        .filter(line -> List.of(kinds).contains(line.substring(0, line.indexOf(' '))))
        .toList();
  }

  private List<String> scalingsTold() {
    return told("SCALED_UP", "SCALED_DOWN", "RECOVERED");
  }

  private @Nullable Intent intent() {
    return world.state.stored.history(WEB).intent();
  }

  static Stream<Arguments> endsOfARun() {
    return Stream.of(
        Arguments.of(
            "before it announces", kill(world -> world.state.killingBefore(1)), "SCALED_UP"),
        Arguments.of(
            "after it announced",
            kill(world -> world.state.killingAfter(1)),
            NOT_DONE + "|SCALED_UP"),
        Arguments.of(
            "before it scales",
            kill(
                world ->
                    world.cluster.beforeScaling(
                        change -> {
                          world.cluster.beforeScaling(later -> {});
                          throw new World.Killed();
                        })),
            NOT_DONE + "|SCALED_UP"),
        Arguments.of(
            "after it scaled",
            kill(
                world ->
                    world.cluster.afterScaling(
                        change -> {
                          throw new World.Killed();
                        })),
            DONE),
        Arguments.of(
            "before the outcome is stored", kill(world -> world.state.killingBefore(2)), DONE),
        Arguments.of(
            "after the outcome is stored", kill(world -> world.state.killingAfter(2)), "SCALED_UP"),
        Arguments.of("after the push", kill(world -> world.trail.killingAfterPush()), "SCALED_UP"),
        Arguments.of(
            "before the queue is cleared",
            kill(world -> world.state.killingBefore(3)),
            "SCALED_UP"),
        Arguments.of(
            "after the queue is cleared", kill(world -> world.state.killingAfter(3)), "SCALED_UP"));
  }

  private static Consumer<World> kill(Consumer<World> how) {
    return how;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("endsOfARun")
  void aScalingIsDoneOnceAndToldOnceWhereverARunEnds(
      String where, Consumer<World> kill, String expected) {
    kill.accept(web());
    die();

    next();
    next();

    assertThat(world.cluster.scalings()).containsExactly("shop/web 1 -> 3");
    List<String> told = scalingsTold();
    String[] starts = expected.split("\\|", -1);
    assertThat(told).hasSize(starts.length);
    for (int i = 0; i < starts.length; i++) {
      assertThat(told.get(i)).startsWith(starts[i]);
    }
    assertThat(told("POLICY_APPEARED")).hasSize(1);
    assertThat(world.state.stored.queue()).isEmpty();
    assertThat(intent()).isNull();
  }

  @Test
  void aRunMayDecideOtherwiseThanTheOneThatDied() {
    announceAndDie();
    world.programs.asks("shop/web", 1);

    next();

    assertThat(world.cluster.scalings()).isEmpty();
    assertThat(scalingsTold()).containsExactly(NOT_DONE);
  }

  @Test
  void eachOfSeveralScalingsIsToldOnceWhenTheRunDiesAmongThem() {
    List<String> names = List.of("shop/a", "shop/b", "shop/c", "shop/d");
    world.policies(names.stream().map(Policies::byPrograms).toArray(Policies[]::new));
    names.forEach(name -> world.cluster.deployment(name, 1));
    names.forEach(name -> world.programs.asks(name, 3));
    world.cluster.beforeScaling(
        change -> {
          if (change.policy().name().equals("b") || change.policy().name().equals("d")) {
            throw new World.Killed();
          }
        });
    die();
    world.cluster.beforeScaling(change -> {});

    next();

    assertThat(world.cluster.scalings())
        .containsExactlyInAnyOrder(
            "shop/a 1 -> 3", "shop/b 1 -> 3", "shop/c 1 -> 3", "shop/d 1 -> 3");
    assertThat(scalingsTold().stream().filter(line -> !line.contains(": not scaled"))).hasSize(4);
  }

  @Test
  void aSettledScalingCountsForRatesAsAnyOther() {
    scaleAndDie();
    ScalingHistory before = world.state.stored.history(WEB);
    Intent announced = Objects.requireNonNull(before.intent());

    assertThat(before.settled(announced, true).changes())
        .containsExactly(new ScalingHistory.Change(World.START, 2));
    assertThat(before.settled(announced, false).changes()).isEmpty();
  }

  @Test
  void whatWasRecommendedOutlivesTheRunThatDied() {
    world.policies(Policies.byPrograms("shop/web").downscaleStabilization(Duration.ofMinutes(5)));
    world.cluster.deployment("shop/web", 1);
    world.programs.asks("shop/web", 7);
    world.state.killingBefore(2);
    die();
    world.programs.asks("shop/web", 2);

    next();
    assertThat(world.cluster.replicas("shop/web")).as("inside the window").isEqualTo(7);
    world.later(Duration.ofMinutes(2)).run();
    world.later(Duration.ofMinutes(2)).run();
    next();

    assertThat(world.cluster.replicas("shop/web")).as("after the window").isEqualTo(2);
  }

  static Stream<Arguments> whatBecameOfTheTarget() {
    return Stream.of(
        Arguments.of(
            "recreated",
            kill(world -> world.cluster.recreated("shop/web")),
            "the target was recreated in between"),
        Arguments.of(
            "deleted", kill(world -> world.cluster.without("shop/web")), "the target is gone"),
        Arguments.of(
            "changed",
            kill(world -> world.cluster.deployment("shop/web", 8)),
            "the target is at 8 by now, set by somebody else"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("whatBecameOfTheTarget")
  void whatNobodyCanTellAnyMoreIsToldAsUnknown(
      String what, Consumer<World> change, String sentence) {
    scaleAndDie();
    change.accept(world);

    next();

    assertThat(told("RECOVERED"))
        .containsExactly("RECOVERED shop/web: unknown whether it was scaled: " + sentence);
    assertThat(intent()).isNull();
  }

  @Test
  void anIntentWhoseTargetCannotBeSeenStaysOpenUntilItCan() {
    scaleAndDie();
    world.cluster.hidden("shop/web");

    RunReport blind = next();

    assertThat(scalingsTold()).isEmpty();
    assertThat(intent()).isNotNull();
    assertThat(blind.notices())
        .containsExactly(
            "shop/web: whether 1 -> 3 of Deployment/web, announced by run run1, was done cannot be"
                + " seen yet. deployment shop/web: no answer in time.");
    world.cluster.visible("shop/web");
    next();
    assertThat(scalingsTold()).containsExactly(DONE);
  }

  @Test
  void anAnnouncementThatCannotBeReadAnyMoreIsSettledByWhatIsSeen() {
    world.format(new RecordLine());
    scaleAndDie();
    world.state.stored =
        world.state.stored.withHistories(
            Map.of(WEB, withLine(world.state.stored.history(WEB), "{\"schema\": 99}")));

    RunReport report = next();

    assertThat(report.results().getFirst().stop()).isNull();
    assertThat(report.notices())
        .singleElement()
        .asString()
        .startsWith(
            "shop/web: what led to 1 -> 3 of Deployment/web, announced by run run1, cannot be read"
                + " any more and is not told. ")
        .contains("schema version 99");
    assertThat(intent()).isNull();
    assertThat(world.trail.all())
        .filteredOn(line -> line.contains("as run run1 announced"))
        .containsExactly("shop/web: scaled 1 -> 3, as run run1 announced before it ended");
    next();
    assertThat(world.cluster.scalings()).hasSize(1);
  }

  private static ScalingHistory withLine(ScalingHistory history, String line) {
    Intent intent = Objects.requireNonNull(history.intent());
    QueuedRecord record = intent.record();
    return new ScalingHistory(
        history.recommendations(),
        history.changes(),
        history.scaledToZero(),
        history.lastSeen(),
        history.fingerprint(),
        history.failure(),
        history.paused(),
        history.beyondMax(),
        history.last(),
        new Intent(
            intent.run(),
            intent.at(),
            intent.target(),
            intent.uid(),
            intent.resourceVersion(),
            intent.from(),
            intent.to(),
            new QueuedRecord(
                record.id(),
                record.policy(),
                record.at(),
                record.kind(),
                record.headline(),
                record.policyCommit(),
                line)),
        history.counters());
  }

  @Test
  void theTargetOfAPolicyThatIsGoneIsStillLookedAt() {
    scaleAndDie();
    world.policies();

    next();

    assertThat(world.trail.last())
        .containsExactly(
            DONE, "POLICY_GONE shop/web: policy is gone; its target keeps its replicas");
  }

  @Test
  void aPolicyThatIsGoneIsRememberedUntilItsIntentIsSettled() {
    scaleAndDie();
    world.policies();
    world.cluster.hidden("shop/web");

    next();
    assertThat(world.trail.commits).isEmpty();
    world.cluster.visible("shop/web");
    next();

    assertThat(world.trail.last()).hasSize(2).startsWith(DONE);
    assertThat(world.state.stored.histories()).isEmpty();
  }

  @Test
  void aPolicyThatCannotBeReadAnyMoreIsSettledAllTheSame() {
    scaleAndDie();
    world.policies();
    world.problems(new PolicyProblem("web.yaml", 3, 7, "spec", "is no map. Write one.", WEB));

    next();

    assertThat(scalingsTold()).containsExactly(DONE);
  }

  @Test
  void aRenamedPolicyGoesOnFromWhatTheOldOneAnnounced() {
    scaleAndDie();
    world.policies(Policies.byPrograms("shop/shopfront").target("apps/v1", "Deployment", "web"));
    world.programs.asks("shop/shopfront", 5);

    next();

    assertThat(world.cluster.scalings()).containsExactly("shop/web 1 -> 3", "shop/web 3 -> 5");
    assertThat(scalingsTold()).hasSize(2).startsWith(DONE);
  }

  @Test
  void aPolicyThatNamesAnotherTargetByNowIsSettledByTheOldOne() {
    scaleAndDie();
    world.cluster.deployment("shop/api", 3);
    world.policies(Policies.byPrograms("shop/web").target("apps/v1", "Deployment", "api"));
    world.programs.asks("shop/web", 4);

    next();

    assertThat(world.cluster.scalings()).containsExactly("shop/web 1 -> 3", "shop/api 3 -> 4");
    assertThat(scalingsTold()).hasSize(2).startsWith(DONE);
  }

  @Test
  void aPolicyScalesNoOtherTargetWhileItsIntentIsOpen() {
    scaleAndDie();
    world.cluster.deployment("shop/api", 3).hidden("shop/web");
    world.policies(Policies.byPrograms("shop/web").target("apps/v1", "Deployment", "api"));
    world.programs.asks("shop/web", 4);

    RunReport holding = next();

    var stop = Objects.requireNonNull(holding.results().getFirst().stop());
    assertThat(stop.reason()).isEqualTo(ReasonCode.FailedGetScale);
    assertThat(stop.sentence()).contains("1 -> 3 of Deployment/web, announced by run run1");
    assertThat(world.cluster.replicas("shop/api")).isEqualTo(3);
    assertThat(Objects.requireNonNull(intent()).run()).isEqualTo("run1");
    world.cluster.visible("shop/web");
    next();
    assertThat(world.cluster.replicas("shop/api")).isEqualTo(4);
    assertThat(scalingsTold()).hasSize(2).startsWith(DONE);
  }

  @Test
  void aScalingWithoutAnAnswerIsSettledByTheNextRun() {
    web().cluster.answering("shop/web", new ScaleOutcome.Unknown("no answer in time"));

    world.run();

    assertThat(told("NOT_SCALED", "SCALED_UP")).isEmpty();
    assertThat(told("FAILURE_BEGAN")).containsExactly("FAILURE_BEGAN shop/web: no answer in time");
    assertThat(intent()).isNotNull();
    world.cluster.deployment("shop/web", 3);
    next();
    assertThat(scalingsTold()).containsExactly(DONE);
    assertThat(told("FAILURE_ENDED")).hasSize(1);
  }

  @Test
  void aWriteThatArrivedWithoutAnAnswerTellsNothingTwice() {
    for (int write = 1; write <= 3; write++) {
      World one = new World();
      one.policies(Policies.byPrograms("shop/web"));
      one.cluster.deployment("shop/web", 1);
      one.programs.asks("shop/web", 3);
      one.state.losingAnswerOf(write);
      if (write == 1) {
        assertThatThrownBy(one::run).hasMessageContaining("no answer in time");
      } else {
        one.run();
      }

      one.later(Duration.ofMinutes(1)).run();

      assertThat(one.cluster.scalings()).as("write " + write).hasSize(1);
      assertThat(one.trail.all().stream().filter(line -> line.startsWith("SCALED_UP"))).hasSize(1);
      assertThat(one.trail.all().stream().filter(line -> line.startsWith("POLICY_APPEARED")))
          .hasSize(1);
    }
  }

  @Test
  void aConflictAfterTheScalingTellsTheScalingAtOnceAndTheRestWithTheNextRun() {
    web().state.refusingFrom(2);

    RunReport refused = world.run();

    assertThat(world.trail.all()).singleElement().asString().startsWith("SCALED_UP shop/web");
    assertThat(world.events).extracting(AuditRecord::kind).containsExactly(RecordKind.SCALED_UP);
    assertThat(Objects.requireNonNull(refused.trail().failure()).kind())
        .isEqualTo(FailureKind.CONFLICT);
    world.state.accepting();
    next();
    assertThat(world.events)
        .filteredOn(event -> event.kind().isScaling())
        .as("its Event comes once")
        .hasSize(1);
    assertThat(scalingsTold()).hasSize(1);
    assertThat(told("POLICY_APPEARED")).hasSize(1);
  }

  @Test
  void aRunThatLostTheLockTellsWhatItScaledAndWritesNoMore() {
    web();
    world.losingLockAt(3);

    RunReport lost = world.run();

    assertThat(world.cluster.scalings()).containsExactly("shop/web 1 -> 3");
    assertThat(world.trail.all()).singleElement().asString().startsWith("SCALED_UP shop/web");
    assertThat(world.state.saves).as("the announcement").isEqualTo(1);
    assertThat(world.events).isEmpty();
    assertThat(lost.trail().scalingWaits()).as("the announcement is open").isTrue();
    assertThat(Objects.requireNonNull(lost.trail().failure()).kind()).isEqualTo(FailureKind.LEASE);
    world.losingLockAt(1000);
    next();
    assertThat(intent()).isNull();
    assertThat(scalingsTold()).as("told once").hasSize(1);
    assertThat(told("POLICY_APPEARED")).hasSize(1);
  }

  @Test
  void aRunThatLostTheLockLeavesWhatOthersQueuedToWhoeverHasItNow() {
    web().trail.unreachable();
    world.run();
    world.trail.reachable();
    world.programs.asks("shop/web", 5);
    world.losingLockAt(3);

    next();

    assertThat(world.trail.all())
        .singleElement()
        .asString()
        .startsWith("SCALED_UP")
        .endsWith("asked for 5");
  }

  @Test
  void aRunWhosePushFailsAfterItLostTheLockSaysThatItLostTheLock() {
    web().trail.unreachable();
    world.losingLockAt(3);

    RunReport lost = world.run();

    assertThat(Objects.requireNonNull(lost.trail().failure()).kind()).isEqualTo(FailureKind.LEASE);
    assertThat(lost.trail().written()).isZero();
    assertThat(lost.trail().scalingWaits()).isTrue();
  }

  /** What a run meets with after others settled its scaling as not done. */
  static Stream<Arguments> waysToHearOfASuccessor() {
    return Stream.of(
        Arguments.of("a conflict", kill(world -> world.state.refusingFrom(1))),
        Arguments.of("the loss of the lock", kill(world -> world.losingLockAt(1))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("waysToHearOfASuccessor")
  void aRunThatWasWronglyTakenForDeadStillTellsWhatItScaled(String by, Consumer<World> hear) {
    web()
        .cluster
        .beforeScaling(
            change -> {
              world.cluster.beforeScaling(later -> {});
              world.programs.asks("shop/web", 1);
              world.run();
              hear.accept(world);
            });

    world.run();

    assertThat(world.cluster.scalings()).containsExactly("shop/web 1 -> 3");
    assertThat(scalingsTold()).hasSize(2).startsWith(NOT_DONE);
    assertThat(scalingsTold().getLast()).startsWith("SCALED_UP");
  }

  /** Two records wait for Git, and state takes no third. */
  private World full() {
    web().trail.unreachable();
    world.run();
    assertThat(world.state.stored.queue()).hasSize(2);
    world.state.room(2);
    world.trail.reachable();
    return world;
  }

  @Test
  void stateThatHasNoRoomForAnAnnouncementIsEmptiedOnceGitIsBack() {
    full().programs.asks("shop/web", 5);

    assertThatThrownBy(this::next).hasMessageContaining("is full");

    assertThat(world.cluster.scalings()).containsExactly("shop/web 1 -> 3");
    assertThat(world.trail.all()).hasSize(2);
    assertThat(world.state.stored.queue()).isEmpty();
    next();
    assertThat(world.cluster.scalings()).containsExactly("shop/web 1 -> 3", "shop/web 3 -> 5");
    assertThat(told("SCALED_UP")).hasSize(2);
  }

  @Test
  void stateThatHasNoRoomForARecordIsEmptiedOnceGitIsBack() {
    full().policies(Policies.byPrograms("shop/web").fingerprint("another"));

    RunReport full = next();

    assertThat(Objects.requireNonNull(full.trail().failure())).hasMessageContaining("is full");
    assertThat(world.state.stored.queue()).isEmpty();
    next();
    assertThat(told("POLICY_CHANGED")).hasSize(1);
    assertThat(told("SCALED_UP")).hasSize(1);
  }

  @Test
  void stateThatHasNoRoomStaysAsItIsWhileGitIsAway() {
    full().trail.unreachable();
    world.programs.asks("shop/web", 5);

    assertThatThrownBy(this::next).hasMessageContaining("is full");

    assertThat(world.state.stored.queue()).hasSize(2);
  }

  @Test
  void aLaterPassThatCannotBeginStillTellsWhatTheEarlierOnesDid() {
    web().state.refusingFrom(3);
    world.cluster.afterScaling(change -> world.programs.asks("shop/web", 5));

    RunReport report = world.run(RunType.SCALER, 2);

    assertThat(report.passes()).hasSize(1);
    assertThat(world.cluster.scalings()).containsExactly("shop/web 1 -> 3");
    assertThat(told("SCALED_UP")).hasSize(1);
    assertThat(report.trail().failure()).isNotNull();
  }
}
