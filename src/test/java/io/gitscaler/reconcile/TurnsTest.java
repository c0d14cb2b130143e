package io.gitscaler.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.audit.PolicyResult;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.program.ProgramStep;
import io.gitscaler.testing.Policies;
import io.gitscaler.testing.World;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Who is dealt with first where the time may not suffice for all. */
class TurnsTest {
  private static final PolicyId WEB = PolicyId.parse("shop/web");

  /** What two runs leave of one policy when this happens in the second one. */
  private static ScalingHistory after(Consumer<World> happens) {
    World world = new World();
    world.policies(Policies.byPrograms("shop/web"));
    world.cluster.deployment("shop/web", 1);
    world.run();
    happens.accept(world);
    world.later(Duration.ofMinutes(1)).run();
    return world.state.stored.history(WEB);
  }

  private static PolicyResult begun(String name, ScalingHistory history) {
    ScalingPolicy policy = Policies.byPrograms(name).build();
    return PolicyResult.begin(policy, World.START, history);
  }

  @Test
  void whoWasLeftOutAndWhoIsNewComeBeforeThoseWhoWereDealtWith() {
    ScalingHistory dealtWith = after(world -> {});
    ScalingHistory leftOut =
        after(world -> world.programs.during("shop/web", ProgramStep.METRIC, world::terminate));

    assertThat(
            Turns.longestWaitingFirst(
                List.of(
                    begun("shop/a", dealtWith),
                    begun("shop/b", leftOut),
                    begun("shop/c", ScalingHistory.NONE),
                    begun("shop/d", leftOut))))
        .extracting(result -> result.policy().id().name())
        .containsExactly("c", "b", "d", "a");
  }

  /** Or programs that always hang would take the turn of all others. */
  @Test
  void aFailureWasATurn() {
    ScalingHistory failed =
        after(world -> world.programs.fails("shop/web", ProgramStep.METRIC, "exit 1"));
    ScalingHistory leftOut =
        after(world -> world.programs.during("shop/web", ProgramStep.METRIC, world::terminate));

    assertThat(
            Turns.longestWaitingFirst(List.of(begun("shop/a", failed), begun("shop/b", leftOut))))
        .extracting(result -> result.policy().id().name())
        .containsExactly("b", "a");
  }

  @Test
  void theResultsAreInTheOrderOfTheInput() {
    List<PolicyResult> all =
        List.of(begun("shop/a", after(world -> {})), begun("shop/b", ScalingHistory.NONE));

    assertThat(Turns.inTurn(all, result -> result)).isEqualTo(all);
  }
}
