package io.gitscaler.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.LastRun;
import io.gitscaler.history.RunEnding;
import io.gitscaler.history.RunTally;
import io.gitscaler.history.RunWork;
import io.gitscaler.history.ScalingHistory.FailureStreak;
import io.gitscaler.history.StoredState;
import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyKeeper;
import io.gitscaler.policy.PolicySource;
import io.gitscaler.program.ProgramStep;
import io.gitscaler.program.RunType;
import io.gitscaler.testing.Policies;
import io.gitscaler.testing.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What state says of runs, once they are over. */
class RunTallyTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final World world = new World();

  private World web() {
    world.policies(Policies.byPrograms("shop/web"));
    world.cluster.deployment("shop/web", 1);
    return world;
  }

  private LastRun last() {
    return Objects.requireNonNull(world.state.stored.lastRun());
  }

  private RunTally tally() {
    return world.state.stored.tally();
  }

  @Test
  void countsEachRunOnceHoweverOftenItWrites() {
    web().programs.asks("shop/web", 3);
    world.run();
    for (int i = 0; i < 9; i++) {
      world.later(MINUTE).run();
    }
    assertThat(tally().runs()).isEqualTo(Map.of(RunEnding.COMPLETED, 10L));
    assertThat(tally().work()).isEqualTo(new RunWork(10, 1, new TreeMap<>()));
    assertThat(tally())
        .returns(World.START, RunTally::since)
        .returns(World.START.plus(Duration.ofMinutes(9)), RunTally::lastSuccess)
        .returns(World.START.plus(Duration.ofMinutes(9)), RunTally::lastPass)
        .returns(null, RunTally::streak);
  }

  @Test
  void addsUpThePassesOfARun() {
    web().programs.asks("shop/web", 3).fails("shop/web", ProgramStep.METRIC, "no route");
    world.run(RunType.SCALER, 4);
    assertThat(last().work())
        .isEqualTo(new RunWork(4, 0, new TreeMap<>(Map.of("ProgramFailed", 4L))));
    assertThat(last().started()).isEqualTo(World.START);
    assertThat(last().finished()).isEqualTo(World.START.plusSeconds(45));
    world.programs.works("shop/web", ProgramStep.METRIC);
    world.later(MINUTE).run(RunType.SCALER, 4);
    assertThat(tally().work())
        .isEqualTo(new RunWork(8, 1, new TreeMap<>(Map.of("ProgramFailed", 4L))));
    assertThat(tally().runs()).isEqualTo(Map.of(RunEnding.STOPPED, 1L, RunEnding.COMPLETED, 1L));
  }

  @Test
  void saysTheSameAsTheReport() {
    web().programs.fails("shop/web", ProgramStep.METRIC, "no route");
    for (int i = 0; i < 12; i++) {
      if (i % 3 == 0) {
        world.trail.unreachable();
      } else {
        world.trail.reachable();
      }
      if (i % 4 == 2) {
        world.programs.works("shop/web", ProgramStep.METRIC).asks("shop/web", i);
      }
      RunReport report = world.later(MINUTE).run();
      assertThat(last().ending()).as("run " + i).isEqualTo(RunEnding.worst(report.endings()));
    }
    assertThat(tally().runs().keySet())
        .contains(RunEnding.STOPPED, RunEnding.UNREACHABLE, RunEnding.COMPLETED);
  }

  @Test
  void aRunWhoseRecordsWaitSaysWhy() {
    web().programs.asks("shop/web", 3);
    world.trail.unreachable();
    world.run();
    assertThat(last())
        .returns(RunEnding.UNRECORDED, LastRun::ending)
        .returns("git: does not answer.", LastRun::why);
    world.later(MINUTE).run();
    Instant second = world.now();
    assertThat(tally().streak())
        .isEqualTo(new FailureStreak(World.START, 2, "unrecorded", "git: does not answer."));
    assertThat(tally()).returns(second, RunTally::lastPass).returns(null, RunTally::lastSuccess);
    world.trail.reachable();
    world.later(MINUTE).run();
    assertThat(last()).returns(RunEnding.COMPLETED, LastRun::ending).returns(null, LastRun::why);
    assertThat(tally()).returns(null, RunTally::streak).returns(world.now(), RunTally::lastSuccess);
  }

  @Test
  void aRunThatDiesOnItsWayToGitLeavesThatItsRecordsWait() {
    web().programs.asks("shop/web", 3);
    world.trail.killingAfterPush();
    assertThatThrownBy(world::run).isInstanceOf(World.Killed.class);
    assertThat(last())
        .returns(RunEnding.UNRECORDED, LastRun::ending)
        .returns("records wait for Git", LastRun::why);
  }

  @Test
  void aRunThatDiesBeforeItStoredAPassIsNotCounted() {
    web().run();
    RunTally before = tally();
    world.state.killingBefore(1);
    assertThatThrownBy(world.later(MINUTE)::run).isInstanceOf(World.Killed.class);
    assertThat(tally()).isEqualTo(before);
  }

  @Test
  void aRunWithoutPoliciesLeavesWordAndChangesNothingElse() {
    web().programs.asks("shop/web", 3);
    world.run();
    StoredState before = world.state.stored;
    world.policies(new NoPolicies(), PolicyKeeper.NONE);
    assertThatThrownBy(world.later(MINUTE)::run)
        .isInstanceOf(OutsideFailure.class)
        .hasMessageContaining("does not answer");
    assertThat(last())
        .returns(RunEnding.UNREACHABLE, LastRun::ending)
        .returns("git: does not answer.", LastRun::why)
        .returns(Objects.requireNonNull(before.lastRun()).lastSummary(), LastRun::lastSummary);
    assertThat(tally()).returns(World.START, RunTally::lastPass);
    assertThat(world.state.stored)
        .returns(before.histories(), StoredState::histories)
        .returns(before.queue(), StoredState::queue)
        .returns(before.tally(), StoredState::earlier);
  }

  @Test
  void aRunWithoutPoliciesThatLostTheLockWritesNothing() {
    web().run();
    StoredState before = world.state.stored;
    world.policies(new NoPolicies(), PolicyKeeper.NONE);
    world.losingLockAt(1);
    assertThatThrownBy(world.later(MINUTE)::run)
        .isInstanceOf(OutsideFailure.class)
        .hasMessageContaining("does not answer");
    assertThat(world.state.stored).isEqualTo(before);
  }

  private record NoPolicies() implements PolicySource {
    @Override
    public LoadedPolicies load() {
      throw new OutsideFailure(FailureKind.GIT_UNREACHABLE, "git", "does not answer", "");
    }

    @Override
    public void close() {}
  }
}
