package io.gitscaler.reconcile;

import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;

import io.gitscaler.audit.PolicyResult;
import io.gitscaler.history.ScalingHistory.LastDecision;
import io.gitscaler.policy.PolicyId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is. Where not all policies can be dealt with before the run has to end, those that are left out are the first
 * ones of the next run, and not left out again.
 */
final class Turns {
  private Turns() {}

  /** Takes the step for all side by side, beginning in turn; the results are in the order of the input. */
  static List<PolicyResult> inTurn(List<PolicyResult> all, UnaryOperator<PolicyResult> step) {
    Map<PolicyId, PolicyResult> taken =
        SideBySide.map(longestWaitingFirst(all), Integer.MAX_VALUE, step).stream()
            .collect(Collectors.toMap(result -> result.policy().id(), Function.identity()));
    return all.stream()
        .map(result -> Objects.requireNonNull(taken.get(result.policy().id())))
        .toList();
  }

  /** A policy that fails had its turn, too; so programs that always hang do not take that of others. */
  static List<PolicyResult> longestWaitingFirst(List<PolicyResult> all) {
    return all.stream()
        .sorted(Comparator.comparing(Turns::lastTurn, nullsFirst(naturalOrder())))
        .toList();
  }

  private static @Nullable Instant lastTurn(PolicyResult result) {
    LastDecision last = result.before().last();
    return last == null ? null : last.at();
  }
}
