package io.gitscaler.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.testing.Policies;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShardPoliciesTest {
  private static final LoadedPolicies ALL =
      new LoadedPolicies(
          new PolicyRevision("memory", "main", "c0ffee", Instant.EPOCH),
          List.of(policy("checkout"), policy("search"), policy("web")),
          List.of(
              problem("broken.yaml", null),
              problem("a.yaml", new PolicyId("a", "b")),
              problem("ledger.yaml", new PolicyId("payments", "ledger"))),
          List.of());

  private final List<LoadedPolicies> kept = new ArrayList<>();

  private static ScalingPolicy policy(String name) {
    return Policies.byPrograms("shop/" + name).build();
  }

  private static PolicyProblem problem(String file, @Nullable PolicyId policy) {
    return new PolicyProblem(file, 1, 1, "", "is wrong", policy);
  }

  private ShardPolicies share(int index) {
    PolicySource source =
        new PolicySource() {
          @Override
          public LoadedPolicies load() {
            return ALL;
          }

          @Override
          public void close() {}
        };
    return new ShardPolicies(
        source,
        loaded -> {
          kept.add(loaded);
          return List.of();
        },
        new Shard(index, 8));
  }

  @Test
  void aShardGetsItsPoliciesTheirProblemsAndWhatHidesPolicies() {
    LoadedPolicies second = share(2).load();

    // Of eight shards a/b belongs to the third, and shop/search to the first.
    assertThat(second.policies()).isEmpty();
    assertThat(second.problems())
        .extracting(PolicyProblem::file)
        .containsExactly("broken.yaml", "a.yaml");
    assertThat(share(0).load().policies())
        .extracting(ScalingPolicy::id)
        .hasToString("[shop/search]");
  }

  @Test
  void allSharesTogetherAreTheWhole() {
    assertThat(IntStream.range(0, 8).boxed().flatMap(i -> share(i).load().policies().stream()))
        .containsExactlyInAnyOrderElementsOf(ALL.policies());
  }

  @Test
  void theFirstShardKeepsTheWholeAndTheOthersKeepNothing() {
    IntStream.range(0, 8)
        .forEach(
            index -> {
              ShardPolicies share = share(index);
              share.keep(share.load());
            });

    assertThat(kept).containsExactly(ALL);
  }
}
