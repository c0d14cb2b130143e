package io.gitscaler.policy;

import java.time.Instant;

/**
 * A version of the policies that is kept for the time when Git cannot give one.
 *
 * @param revision of a Git repository, and so with a commit
 * @param path of the policies inside the repository
 * @param asOf when it was last known to be what Git holds
 * @param content names the files; two versions with the same files share it
 */
public record KeptPolicies(PolicyRevision revision, String path, Instant asOf, String content) {
  public KeptPolicies at(Instant time) {
    return new KeptPolicies(revision, path, time, content);
  }
}
