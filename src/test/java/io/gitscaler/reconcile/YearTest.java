package io.gitscaler.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.history.RunEnding;
import io.gitscaler.history.StoredState;
import io.gitscaler.program.ProgramStep;
import io.gitscaler.statefile.HistoryFile;
import io.gitscaler.statefile.RecordLine;
import io.gitscaler.testing.Policies;
import io.gitscaler.testing.World;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A year of an installation: load by day, programs that fail, Git that is away for days. Nothing grows but the trail. */
class YearTest {
  private static final Duration STEP = Duration.ofMinutes(30);
  private static final int RUNS = 365 * 48;

  private final World world = new World();
  private long mostBytes;
  private long mostQuietBytes;

  private World year() {
    world.format(new RecordLine());
    world.policies(
        Policies.byPrograms("shop/api").bounds(1, 20),
        Policies.byPrograms("shop/cart").bounds(1, 20),
        Policies.byPrograms("shop/mail").bounds(1, 20),
        Policies.byPrograms("shop/web").bounds(1, 20));
    world.cluster.deployment("shop/api", 2).deployment("shop/cart", 2);
    world.cluster.deployment("shop/mail", 2).deployment("shop/web", 2);
    return world;
  }

  /** Between 2 by night and 8 by day, each policy an hour later than the one before. */
  private static int load(int run, int shift) {
    double hour = (run / 2.0 - shift) % 24;
    return 2 + (int) Math.round(6 * Math.max(0, Math.sin((hour - 6) / 24 * 2 * Math.PI)));
  }

  private void weather(int run) {
    int day = run / 48;
    world.programs.asks("shop/api", load(run, 0)).asks("shop/cart", load(run, 1));
    world.programs.asks("shop/web", load(run, 2)).asks("shop/mail", 2);
    if (day % 50 == 49 && run % 48 < 12) {
      world.programs.fails("shop/cart", ProgramStep.METRIC, "no route to the queue");
    } else {
      world.programs.works("shop/cart", ProgramStep.METRIC);
    }
    if (day % 60 > 56) {
      world.trail.unreachable();
    } else {
      world.trail.reachable();
    }
  }

  private void weigh(StoredState state) {
    long bytes =
        new HistoryFile(1, state)
            .spell().values().stream()
                .mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length)
                .sum();
    mostBytes = Math.max(mostBytes, bytes);
    mostQuietBytes = state.queue().isEmpty() ? Math.max(mostQuietBytes, bytes) : mostQuietBytes;
  }

  @Test
  void leavesAStateOfBoundedSizeAndATrailThatTellsEveryScaling() {
    year();
    for (int run = 0; run < RUNS; run++) {
      weather(run);
      world.run();
      weigh(world.state.stored);
      world.later(STEP);
    }
    world.trail.reachable();
    world.run();
    StoredState state = world.state.stored;

    assertThat(state.queue()).isEmpty();
    assertThat(state.tally().allRuns()).isEqualTo(RUNS + 1);
    // Seven mornings, of which one falls into an outage of Git; such a run counts as that.
    assertThat(state.tally().runs().get(RunEnding.STOPPED)).isEqualTo(6L * 12);
    assertThat(state.tally().work().scalings()).isEqualTo(world.cluster.scalings().size());
    assertThat(world.trail.all().stream().filter(line -> line.contains(" -> ")))
        .hasSameSizeAs(world.cluster.scalings());
    assertThat(
            world.trail.all().stream().filter(line -> line.startsWith("shop/mail: passes since")))
        .as("summaries of a policy in which nothing happens")
        .hasSizeBetween(363, 365);
    assertThat(mostBytes).as("state after three days without Git").isLessThan(250_000);
    assertThat(mostQuietBytes).as("state when nothing waits").isLessThan(8_000);
    int records = world.trail.all().size();
    assertThat(world.trail.bytes()).as("bytes of the trail").isLessThan(2_000L * records);
    assertThat(records - world.cluster.scalings().size())
        .as("records beside scalings: four summaries a day, and the failures")
        .isLessThan(4 * 366 + 50);
    assertThat(world.trail.commits.size()).as("commits").isLessThan(RUNS / 2);
  }
}
