package io.gitscaler.cli.usecase;

import java.nio.file.Path;

/**
 * What the demonstration needs.
 *
 * @param folder where its Git repositories are left; emptied first when an earlier demonstration made it
 */
public record DemoRequest(Path folder) {}
