package io.gitscaler.cli.usecase;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a program runner needs.
 *
 * @param socket where it listens
 * @param allowedUser whose processes may have programs run, by name or number; null for the user of this process
 * @param parallelism programs at once; 1 or more
 */
public record ProgramRunnerRequest(Path socket, @Nullable String allowedUser, int parallelism) {}
