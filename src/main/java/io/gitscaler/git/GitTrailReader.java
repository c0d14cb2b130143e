package io.gitscaler.git;

import io.gitscaler.audit.TrailReader;
import io.gitscaler.policy.PolicyId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;

/** Looks records up on the trail's branch, from the newest month back; fetches no history. */
public final class GitTrailReader implements TrailReader {
  private final GitRemote remote;
  private final String branch;
  private final Path temporary;

  /**
   * A reader of one branch.
   *
   * @param branch short name of the trail's branch
   * @param temporary folder below which everything is written
   */
  public GitTrailReader(GitRemote remote, String branch, Path temporary) {
    this.remote = remote;
    this.branch = branch;
    this.temporary = temporary;
  }

  @Override
  public Optional<Line> newest(PolicyId policy, Predicate<Line> accepts) {
    try (ScratchFolder scratch = ScratchFolder.below(temporary, "gitscaler-trail-")) {
      try (Repository local = scratch.repository("trail.git");
          GitConnection connection = GitConnection.open(remote, local, scratch.path())) {
        return newest(
            TrailBranch.fetch(connection, local, Constants.R_HEADS + branch), policy, accepts);
      } catch (IOException e) {
        throw scratch.unusable(remote, e);
      }
    }
  }

  private static Optional<Line> newest(TrailBranch trail, PolicyId policy, Predicate<Line> accepts)
      throws IOException {
    String folder = TrailFiles.folder(policy);
    List<String> months =
        trail.names(folder).stream()
            .filter(name -> name.endsWith(TrailFiles.SUFFIX))
            .sorted(Comparator.reverseOrder())
            .map(name -> folder + "/" + name)
            .toList();
    for (String month : months) {
      for (byte[] file : trail.files(List.of(month)).values()) {
        List<String> lines = new String(file, StandardCharsets.UTF_8).lines().toList();
        Optional<Line> found =
            IntStream.iterate(lines.size(), number -> number > 0, number -> number - 1)
                .mapToObj(number -> new Line(month + ":" + number, lines.get(number - 1)))
                .filter(accepts)
                .findFirst();
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }
}
