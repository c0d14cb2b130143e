package io.gitscaler.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShardTest {
  private static final List<PolicyId> POLICIES =
      IntStream.range(0, 10_000).mapToObj(i -> new PolicyId("shop", "web-" + i)).toList();

  /** Worked out by another implementation. What stands here stands for ever: clusters hold state that lies where it says. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
          # policy,           1, 2, 3, 5, 8, 16, 100
          shop/checkout,       0, 1, 1, 1, 1,  1, 39
          shop/web,            0, 0, 0, 3, 3,  3,  3
          shop/search,         0, 0, 0, 0, 0,  0,  0
          payments/ledger,     0, 1, 2, 2, 6,  6, 35
          a/b,                 0, 1, 2, 2, 2,  2, 19
          kube-system/coredns, 0, 1, 1, 1, 1, 15, 91
          team-a/api.v2,       0, 1, 1, 1, 7,  7, 96
          shop/policy-399,     0, 0, 2, 2, 2, 12, 61
          """)
  void aPolicyNeverChangesItsShardFromVersionToVersion(
      String policy, int of1, int of2, int of3, int of5, int of8, int of16, int of100) {
    PolicyId id = PolicyId.parse(policy);

    assertThat(IntStream.of(1, 2, 3, 5, 8, 16, 100).map(count -> Shard.of(id, count)))
        .containsExactly(of1, of2, of3, of5, of8, of16, of100);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8, 50})
  void sharesAreAboutEqual(int count) {
    int[] sizes = new int[count];
    POLICIES.forEach(policy -> sizes[Shard.of(policy, count)]++);

    int fair = POLICIES.size() / count;
    assertThat(Arrays.stream(sizes).boxed()).allMatch(size -> Math.abs(size - fair) < fair / 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 20})
  void oneShardMoreTakesPoliciesAndMovesNoneAmongTheOthers(int count) {
    List<PolicyId> moved =
        POLICIES.stream()
            .filter(policy -> Shard.of(policy, count) != Shard.of(policy, count + 1))
            .toList();

    assertThat(moved).isNotEmpty().allMatch(policy -> Shard.of(policy, count + 1) == count);
  }

  @Test
  void everyPolicyBelongsToExactlyOneShard() {
    assertThat(POLICIES)
        .allMatch(
            policy ->
                IntStream.range(0, 8).filter(i -> new Shard(i, 8).takes(policy)).count() == 1);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "-1, 1", "1, 1", "8, 8", "0, 101"})
  void refusesWhatIsNoShard(int index, int count) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Shard(index, count));
  }
}
