/**
 * Policies from Git and the trail into Git, with JGit. Knows neither how policies and records are spelled nor anything of
 * Kubernetes. Nothing of the machine's own Git configuration is read, and nothing is written but below the temporary folder.
 */
@NullMarked
package io.gitscaler.git;

import org.jspecify.annotations.NullMarked;
