package io.gitscaler.policyfile;

import io.gitscaler.policy.LabelSelector;
import io.gitscaler.policy.ScalingBehavior;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How the words of closed lists are spelled: as {@code DoesNotExist} where the Kubernetes API defines them, else as {@code
 * per-pod}.
 */
final class Spelling {
  private static final Set<Class<?>> OF_KUBERNETES =
      Set.of(
          LabelSelector.Operator.class,
          ScalingBehavior.SelectPolicy.class,
          ScalingBehavior.RateType.class,
          MetricDocument.Type.class,
          MetricDocument.TargetType.class);

  private Spelling() {}

  static String of(Enum<?> constant) {
    String name = constant.name().toLowerCase(Locale.ROOT);
    if (!OF_KUBERNETES.contains(constant.getDeclaringClass())) {
      return name.replace('_', '-');
    }
    return Arrays.stream(name.split("_", -1))
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining());
  }

  /** Every word of a closed list. */
  static List<String> all(Class<?> type) {
    return Arrays.stream(type.getEnumConstants()).map(word -> of((Enum<?>) word)).toList();
  }
}
