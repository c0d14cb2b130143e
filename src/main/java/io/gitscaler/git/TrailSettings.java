package io.gitscaler.git;

import java.time.Duration;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/**
 * How the trail is written.
 *
 * @param branch short name of a branch that holds nothing else
 * @param attempts how often a push is tried when other writers are faster; at least 1
 * @param firstDelay before the second attempt; each further one waits twice as long, with jitter, up to ten times this
 * @param givenUp id of a last known commit that the branch need not contain any more, because its owner deleted or rewrote it on
 *     purpose; null where there is none
 * @param signingKey signs every commit; null where none are signed
 */
public record TrailSettings(
    String branch,
    TrailAuthor author,
    int attempts,
    Duration firstDelay,
    @Nullable String givenUp,
    @Nullable SigningKey signingKey) {
  public static final String DEFAULT_BRANCH = "gitscaler/audit";

  public TrailSettings {
    if (!Repository.isValidRefName(Constants.R_HEADS + branch)) {
      throw new IllegalArgumentException(
          "\""
              + branch
              + "\" cannot be the name of a Git branch. Name another, such as "
              + DEFAULT_BRANCH
              + ".");
    }
    if (attempts < 1) {
      throw new IllegalArgumentException("the trail needs at least one attempt");
    }
  }

  /** What a run uses unless it is told otherwise. */
  public static TrailSettings onBranch(String branch, TrailAuthor author) {
    return new TrailSettings(branch, author, 8, Duration.ofMillis(200), null, null);
  }

  public TrailSettings givingUp(@Nullable String commit) {
    return new TrailSettings(branch, author, attempts, firstDelay, commit, signingKey);
  }

  public TrailSettings signedWith(@Nullable SigningKey key) {
    return new TrailSettings(branch, author, attempts, firstDelay, givenUp, key);
  }

  public TrailSettings withAttempts(int number, Duration delay) {
    return new TrailSettings(branch, author, number, delay, givenUp, signingKey);
  }

  String ref() {
    return Constants.R_HEADS + branch;
  }
}
