package io.gitscaler.history;

import java.time.Instant;

/**
 * How far the trail is known to reach. A branch that no longer holds this commit was rewritten or deleted.
 *
 * @param repository as it may be shown: without credentials
 * @param branch such as {@code gitscaler/audit}
 * @param commit the last one that the remote confirmed; its full id
 * @param at when it did
 */
public record TrailMark(String repository, String branch, String commit, Instant at) {}
