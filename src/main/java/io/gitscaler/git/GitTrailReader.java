package io.gitscaler.git;

import io.gitscaler.audit.TrailReader;
import io.gitscaler.policy.PolicyId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
  public <T> Optional<T> find(PolicyId policy, Function<List<Line>, Optional<T>> month) {
    try (ScratchFolder scratch = ScratchFolder.below(temporary, "gitscaler-trail-")) {
      try (Repository local = scratch.repository("trail.git");
          GitConnection connection = GitConnection.open(remote, local, scratch.path())) {
        return find(
            TrailBranch.fetch(connection, local, Constants.R_HEADS + branch), policy, month);
      } catch (IOException e) {
        throw scratch.unusable(remote, e);
      }
    }
  }

  private static <T> Optional<T> find(
      TrailBranch trail, PolicyId policy, Function<List<Line>, Optional<T>> month)
      throws IOException {
    String folder = TrailFiles.folder(policy);
    List<String> months =
        trail.names(folder).stream()
            .filter(name -> name.endsWith(TrailFiles.SUFFIX))
            .sorted(Comparator.reverseOrder())
            .map(name -> folder + "/" + name)
            .toList();
    for (String path : months) {
      for (byte[] file : trail.files(List.of(path)).values()) {
        List<String> lines = new String(file, StandardCharsets.UTF_8).lines().toList();
        Optional<T> found =
            month.apply(
                IntStream.iterate(lines.size(), number -> number > 0, number -> number - 1)
                    .mapToObj(number -> new Line(path + ":" + number, lines.get(number - 1)))
                    .toList());
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }
}
