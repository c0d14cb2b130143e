package io.gitscaler.cli.usecase;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the trail is kept.
 *
 * @param url https, ssh or file, without credentials
 * @param author of the commits, as {@code Name <mail>}
 * @param givenUp id of the last known commit where the branch was deleted or rewritten on purpose; null where it was not
 * @param heartbeat how long the trail may be silent before quiet runs are summed up
 */
public record AuditPlace(
    String url,
    String branch,
    String author,
    @Nullable String givenUp,
    Duration heartbeat,
    GitAccess access) {}
