package io.gitscaler.git;

import io.gitscaler.audit.RunFacts;
import io.gitscaler.failure.OneLine;
import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.RecordKind;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A commit's message: a subject that counts, one line for each record, and trailers for machines. */
final class TrailMessage {
  /** What kinds are about, in the order in which one is named first; and how each is counted. */
  private enum Subject {
    SCALE,
    FAILURE,
    RECOVERY,
    POLICIES,
    PAUSE,
    OBSERVE,
    LIMIT,
    SUMMARY
  }

  private record Wording(Subject subject, String word) {}

  private TrailMessage() {}

  static String of(List<QueuedRecord> records, RunFacts run, int policies) {
    StringBuilder message = new StringBuilder(subject(records, policies)).append("\n\n");
    records.forEach(record -> message.append(OneLine.ofWords(record.headline())).append('\n'));
    message.append('\n');
    trailer(message, "Run", run.run());
    records.stream()
        .map(QueuedRecord::policyCommit)
        .distinct()
        .forEach(commit -> trailer(message, "Policy-Commit", commit));
    trailer(message, "Cluster", run.cluster());
    return message.toString();
  }

  private static void trailer(StringBuilder message, String name, @Nullable String value) {
    String line = value == null ? "" : OneLine.ofWords(value);
    if (!line.isEmpty()) {
      message.append(name).append(": ").append(line).append('\n');
    }
  }

  private static String subject(List<QueuedRecord> records, int policies) {
    Map<RecordKind, Integer> counts = new EnumMap<>(RecordKind.class);
    records.forEach(record -> counts.merge(record.kind(), 1, Integer::sum));
    Subject subject =
        counts.keySet().stream()
            .map(kind -> wording(kind).subject())
            .min(Enum::compareTo)
            .orElse(Subject.SUMMARY);
    Map<String, Integer> words = new LinkedHashMap<>();
    counts.forEach((kind, count) -> words.merge(wording(kind).word(), count, Integer::sum));
    if (subject != Subject.SUMMARY) {
      words.remove(wording(RecordKind.SUMMARY).word());
    }
    return subject.name().toLowerCase(Locale.ROOT)
        + ": "
        + words.entrySet().stream()
            .map(word -> word.getValue() + " " + word.getKey())
            .collect(Collectors.joining(", "))
        + " ("
        + policies
        + (policies == 1 ? " policy)" : " policies)");
  }

  private static Wording wording(RecordKind kind) {
    return switch (kind) {
      case SCALED_UP -> new Wording(Subject.SCALE, "up");
      case SCALED_DOWN -> new Wording(Subject.SCALE, "down");
      case RECOVERED -> new Wording(Subject.SCALE, "settled");
      case NOT_SCALED -> new Wording(Subject.SCALE, "failed");
      case FAILURE_BEGAN -> new Wording(Subject.FAILURE, "failed");
      case FAILURE_ENDED -> new Wording(Subject.RECOVERY, "well again");
      case POLICY_APPEARED -> new Wording(Subject.POLICIES, "new");
      case POLICY_CHANGED -> new Wording(Subject.POLICIES, "changed");
      case POLICY_INVALID -> new Wording(Subject.FAILURE, "invalid");
      case POLICY_VALID -> new Wording(Subject.RECOVERY, "valid again");
      case POLICY_GONE -> new Wording(Subject.POLICIES, "gone");
      case PAUSE_BEGAN -> new Wording(Subject.PAUSE, "paused");
      case PAUSE_ENDED -> new Wording(Subject.PAUSE, "resumed");
      case WOULD_SCALE -> new Wording(Subject.OBSERVE, "would scale");
      case BEYOND_MAX -> new Wording(Subject.LIMIT, "beyond max");
      case SUMMARY -> new Wording(Subject.SUMMARY, "quiet");
      case FOLDED -> new Wording(Subject.SUMMARY, "folded");
    };
  }
}
