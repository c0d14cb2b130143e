package io.gitscaler.cli.usecase;

import java.time.Duration;

/**
 * Where the trail is kept.
 *
 * @param url https, ssh or file, without credentials
 * @param author of the commits, as {@code Name <mail>}
 * @param heartbeat how long the trail may be silent before quiet runs are summed up
 */
public record AuditPlace(
    String url, String branch, String author, Duration heartbeat, GitAccess access) {}
