package io.gitscaler.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who holds the lock of an installation, as somebody sees it who does not want it.
 *
 * @param who in words
 * @param since when it was taken; null where that is not known
 * @param until when it is free without another sign of life; null where that is not known
 */
public record LockHolder(String who, @Nullable Instant since, @Nullable Instant until) {}
