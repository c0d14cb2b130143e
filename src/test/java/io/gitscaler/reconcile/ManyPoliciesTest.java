package io.gitscaler.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.RecordKind;
import io.gitscaler.program.ProgramStep;
import io.gitscaler.statefile.RecordLine;
import io.gitscaler.testing.Policies;
import io.gitscaler.testing.World;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What Git is told where more policies have something to say at once than records used to wait. */
class ManyPoliciesTest {
  private static final int MANY = 4_001;

  private final World world = new World();

  private static List<String> names() {
    return IntStream.range(0, MANY).mapToObj(number -> "shop/p" + number).toList();
  }

  private World many() {
    world.format(new RecordLine());
    world.policies(names().stream().map(Policies::byPrograms).toArray(Policies[]::new));
    names().forEach(name -> world.cluster.deployment(name, 1));
    return world;
  }

  private void metricsFail() {
    names().forEach(name -> world.programs.fails(name, ProgramStep.METRIC, "no route to metrics"));
  }

  private List<RecordKind> waiting() {
    return world.state.stored.queue().stream().map(QueuedRecord::kind).distinct().toList();
  }

  @Test
  void tellsOfEachThatAppearedAndOfEachSummary() {
    many().run();
    assertThat(world.trail.last()).hasSize(MANY).allMatch(line -> line.contains("policy appeared"));

    world.later(Duration.ofHours(24)).run();
    assertThat(world.trail.last())
        .hasSize(MANY)
        .allMatch(line -> line.contains("passes since 2026-11-22T09:00:00Z: "));
  }

  @Test
  void tellsWhatFailedEvenWhereAllAreNewAndFailAtOnce() {
    many();
    metricsFail();
    world.run();
    assertThat(world.trail.last())
        .hasSize(2 * MANY)
        .filteredOn(line -> line.contains("no route to metrics"))
        .hasSize(MANY);
  }

  @Test
  void oneRecordOfEachWaitsAsItIs() {
    many().run();
    world.trail.unreachable();
    metricsFail();
    world.run();
    world.later(Duration.ofMinutes(1)).run();
    assertThat(waiting()).containsExactly(RecordKind.FAILURE_BEGAN);
    assertThat(world.state.stored.queue()).hasSize(MANY);
  }
}
