package io.gitscaler.statefile;

import io.gitscaler.workload.ScaleOutcome;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of a decision, as records spell it.
 *
 * @param word applied, unchanged, observed, conflict, refused or unknown
 * @param resourceVersion the target's new one, where it was scaled
 * @param sentence why it was not, where it should have been
 */
record OutcomeDocument(String word, @Nullable String resourceVersion, @Nullable String sentence) {
  static OutcomeDocument of(ScaleOutcome outcome, Caps caps) {
    return switch (outcome) {
      case ScaleOutcome.Applied one -> new OutcomeDocument(one.word(), one.resourceVersion(), null);
      case ScaleOutcome.Unchanged one -> new OutcomeDocument(one.word(), null, null);
      case ScaleOutcome.ObservedOnly one -> new OutcomeDocument(one.word(), null, null);
      case ScaleOutcome.Conflict one -> failed(one, one.sentence(), caps);
      case ScaleOutcome.Refused one -> failed(one, one.sentence(), caps);
      case ScaleOutcome.Unknown one -> failed(one, one.sentence(), caps);
    };
  }

  private static OutcomeDocument failed(ScaleOutcome outcome, String sentence, Caps caps) {
    return new OutcomeDocument(outcome.word(), null, Text.upTo(caps.sentence(), sentence));
  }

  ScaleOutcome outcome() {
    return switch (word) {
      case "applied" -> new ScaleOutcome.Applied(Objects.requireNonNull(resourceVersion));
      case "unchanged" -> new ScaleOutcome.Unchanged();
      case "observed" -> new ScaleOutcome.ObservedOnly();
      case "conflict" -> new ScaleOutcome.Conflict(Objects.requireNonNull(sentence));
      case "refused" -> new ScaleOutcome.Refused(Objects.requireNonNull(sentence));
      case "unknown" -> new ScaleOutcome.Unknown(Objects.requireNonNull(sentence));
      default -> throw new IllegalArgumentException("unknown outcome " + Text.line(word, 40));
    };
  }
}
