package io.gitscaler.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.Shard;
import io.gitscaler.program.ProgramStep;
import io.gitscaler.testing.Policies;
import io.gitscaler.testing.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs that share policies, while how many they are changes, Git is out of reach now and then, policies come and go, and runs are
 * killed between any two steps; held against one run that does it all alone.
 */
class ShardedRunsTest {
  private static final int[] LAYOUTS = {1, 2, 3, 5, 8};
  private static final int POLICIES = 8;

  static IntStream seeds() {
    return IntStream.range(0, 60);
  }

  private final World alone = new World();
  private final World shared = new World();

  @ParameterizedTest
  @MethodSource("seeds")
  void knowAndTellTheSameAsOneRunHoweverOftenTheirNumberChanges(int seed) {
    Random random = new Random(seed);
    begin();
    for (int step = 0; step < 14; step++) {
      change(random, step);
      alone.run();
      int count = LAYOUTS[random.nextInt(LAYOUTS.length)];
      inAnyOrder(count, random).forEach(index -> shared.run(new Shard(index, count)));
      assertThat(histories(shared)).isEqualTo(histories(alone));
      assertThat(told(shared)).isEqualTo(told(alone));
    }
    settle(3);
    alone.run();
    assertThat(told(shared)).isEqualTo(told(alone));
    assertThat(shared.cluster.scalings()).isNotEmpty();
    assertTidy(3);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void loseNothingAndTellNothingTwiceWhereverTheyAreKilled(int seed) {
    Random random = new Random(seed);
    begin();
    int killed = 0;
    for (int step = 0; step < 14; step++) {
      change(random, step);
      int count = LAYOUTS[random.nextInt(LAYOUTS.length)];
      for (int index : inAnyOrder(count, random)) {
        killed += runOrDie(new Shard(index, count), random) ? 0 : 1;
      }
    }
    settle(random.nextBoolean() ? 3 : 1);
    assertThat(killed).isPositive();
    assertTidy(3);
    assertEveryScalingIsToldOnce();
    for (int number = 0; number < POLICIES; number++) {
      String appeared = "POLICY_APPEARED " + id(number) + ":";
      // The one that is removed half-way may be noticed as new again when it comes back.
      assertThat(shared.trail.all().stream().filter(line -> line.startsWith(appeared)))
          .hasSizeBetween(1, number == 0 ? 2 : 1);
    }
  }

  private void begin() {
    for (World world : List.of(alone, shared)) {
      IntStream.range(0, POLICIES).forEach(number -> world.cluster.deployment(id(number), 1));
    }
  }

  private static String id(int number) {
    return "shop/web-" + number;
  }

  /** The same news for both worlds. */
  private void change(Random random, int step) {
    boolean first = step < 4 || step > 8;
    Policies[] policies =
        IntStream.range(first ? 0 : 1, POLICIES)
            .mapToObj(
                number ->
                    Policies.byPrograms(id(number)).downscaleStabilization(Duration.ofMinutes(3)))
            .toArray(Policies[]::new);
    int asked = random.nextInt(1, 9);
    int who = random.nextInt(POLICIES);
    boolean fails = random.nextInt(3) == 0;
    boolean reachable = step > 12 || random.nextInt(4) > 0;
    for (World world : List.of(alone, shared)) {
      world.policies(policies).later(Duration.ofMinutes(1));
      world.programs.asks(id(who), asked);
      if (fails) {
        world.programs.fails(id(asked % POLICIES), ProgramStep.EVALUATE, "no answer");
      } else {
        world.programs.works(id(who), ProgramStep.EVALUATE);
      }
      if (reachable) {
        world.trail.reachable();
      } else {
        world.trail.unreachable();
      }
    }
  }

  private static List<Integer> inAnyOrder(int count, Random random) {
    List<Integer> shards = new ArrayList<>(IntStream.range(0, count).boxed().toList());
    Collections.shuffle(shards, random);
    return shards;
  }

  /** False where the run was killed. */
  private boolean runOrDie(Shard shard, Random random) {
    World.MemoryState home = shared.home(shard.index());
    switch (random.nextInt(6)) {
      case 0 -> home.killingBefore(random.nextInt(1, 4));
      case 1 -> home.killingAfter(random.nextInt(1, 4));
      case 2 -> shared.trail.killingAfterPush();
      default -> {}
    }
    try {
      shared.run(shard);
      return true;
    } catch (World.Killed killed) {
      return false;
    } finally {
      home.sparing();
      shared.trail.sparing();
    }
  }

  /** Three undisturbed rounds: adopt, forget, and clear away what the forgotten was kept for. */
  private void settle(int count) {
    for (int round = 0; round < 3; round++) {
      shared.trail.reachable();
      alone.trail.reachable();
      for (int index = 0; index < count; index++) {
        shared.run(new Shard(index, count));
      }
    }
  }

  /** Each policy lies in the home of its shard and nowhere else, and nothing waits or is left. */
  private void assertTidy(int most) {
    int count = shared.homes().lastKey() + 1;
    assertThat(count).isLessThanOrEqualTo(most);
    shared
        .homes()
        .forEach(
            (index, home) -> {
              assertThat(home.queue()).isEmpty();
              assertThat(home.moves()).isEmpty();
              assertThat(home.histories().keySet())
                  .allMatch(policy -> Shard.of(policy, count) == index);
              assertThat(home.histories().values())
                  .allMatch(
                      history -> history.intent() == null && !history.fingerprint().isEmpty());
            });
    assertThat(shared.known().histories()).hasSize(POLICIES);
  }

  private void assertEveryScalingIsToldOnce() {
    assertThat(shared.trail.all()).noneMatch(line -> line.contains("unknown whether"));
    for (int number = 0; number < POLICIES; number++) {
      String policy = id(number);
      long told =
          shared.trail.all().stream()
              .filter(
                  line ->
                      line.startsWith("SCALED_UP " + policy + ":")
                          || line.startsWith("SCALED_DOWN " + policy + ":")
                          || line.startsWith("RECOVERED " + policy + ": scaled"))
              .count();
      assertThat(shared.cluster.scalings().stream().filter(one -> one.startsWith(policy + " ")))
          .hasSize((int) told);
    }
  }

  private static Map<PolicyId, ScalingHistory> histories(World world) {
    return world.known().histories();
  }

  /** What is in the trail, and what waits for it. */
  private static List<String> told(World world) {
    return Stream.concat(
            world.trail.all().stream(),
            world.known().queue().stream()
                .filter(record -> !world.trail.holds(record.id()))
                .map(QueuedRecord::headline))
        .sorted()
        .toList();
  }
}
