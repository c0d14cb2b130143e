package io.gitscaler.workload;

/** What happened to a target. */
public sealed interface ScaleOutcome {
  /** One word for records and reports: applied, unchanged, observed, conflict, refused or unknown. */
  default String word() {
    return switch (this) {
      case Applied applied -> "applied";
      case Unchanged unchanged -> "unchanged";
      case ObservedOnly observed -> "observed";
      case Conflict conflict -> "conflict";
      case Refused refused -> "refused";
      case Unknown unknown -> "unknown";
    };
  }

  /** The target was scaled; the version is the one that the API server answered with. */
  record Applied(String resourceVersion) implements ScaleOutcome {}

  /** Nothing was to be done. */
  record Unchanged() implements ScaleOutcome {}

  /** It would have been scaled; the policy or the command only observes. */
  record ObservedOnly() implements ScaleOutcome {}

  /** Somebody else changed the target's replicas, or replaced it, between the look and the scaling. Nothing was changed. */
  record Conflict(String sentence) implements ScaleOutcome {}

  /** The API server said no, or could not be asked. Nothing was changed. */
  record Refused(String sentence) implements ScaleOutcome {}

  /** It was asked for, or announced, and nobody can tell yet, or any more, whether it was carried out. */
  record Unknown(String sentence) implements ScaleOutcome {}
}
