package io.gitscaler.cli;

import io.gitscaler.audit.PolicyResult;
import io.gitscaler.workload.Workload;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The words that results are told in, the same in every form of output. */
final class Words {
  private Words() {}

  /** What became of a policy, for people. */
  static String outcomeForPeople(PolicyResult result) {
    return switch (result.outcomeWord()) {
      case "applied" -> "scaled";
      case "observed" -> "would scale";
      case "stopped" ->
          result.stop() == null ? "stopped" : "stopped at " + lower(result.stop().step());
      case "unchanged" -> failed(result) ? "held" : "unchanged";
      case String other -> other;
    };
  }

  /** Whether the policy could not do what it is there for, also where its target merely keeps its replicas. */
  static boolean failed(PolicyResult result) {
    return !result.skipped() && ExitCode.of(result) != ExitCode.SUCCESS;
  }

  static @Nullable Integer from(PolicyResult result) {
    if (result.decision() != null) {
      return result.decision().from();
    }
    Workload workload = result.workload();
    return workload == null ? null : workload.specReplicas();
  }

  static @Nullable Integer to(PolicyResult result) {
    return result.decision() == null ? null : result.decision().to();
  }

  /** {@code 3 -> 5}, {@code 5}, or {@code -} where the target was not seen. */
  static String replicas(@Nullable Integer from, @Nullable Integer to) {
    if (from == null) {
      return to == null ? "-" : to.toString();
    }
    return to == null || to.equals(from) ? from.toString() : from + " -> " + to;
  }

  /** {@code TargetNotFound} as {@code target not found}. */
  static String spaced(String camelCase) {
    return camelCase.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }

  /** The first of several sentences, without its full stop. */
  static String firstOf(String sentences) {
    int end = sentences.indexOf(". ");
    return end < 0 ? sentences.replaceFirst("\\.$", "") : sentences.substring(0, end);
  }

  static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  /** {@code 1 policy}, {@code 2 policies}. */
  static String count(int number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }

  /** {@code 40s}, {@code 3m}, {@code 2h 10m}, {@code 5d 3h}: two units at most, what is below a minute in seconds. */
  static String span(Duration span) {
    long seconds = Math.max(0, span.toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    long minutes = seconds / 60;
    if (minutes < 60) {
      return minutes + "m";
    }
    return minutes < 24 * 60
        ? two(minutes / 60, "h", minutes % 60, "m")
        : two(minutes / 1440, "d", minutes / 60 % 24, "h");
  }

  private static String two(long more, String moreUnit, long less, String lessUnit) {
    return more + moreUnit + (less == 0 ? "" : " " + less + lessUnit);
  }

  /** The first ten digits of a commit. */
  static String shortCommit(String commit) {
    return commit.substring(0, Math.min(10, commit.length()));
  }
}
