package io.gitscaler.policy;

import java.nio.file.Path;

/**
 * Where a policy is written.
 *
 * @param file path below the policies root, with forward slashes
 * @param line 1-based line at which its document starts
 * @param folder absolute path of the file's folder: the working directory of the policy's programs
 */
public record PolicyOrigin(String file, int line, Path folder) {}
