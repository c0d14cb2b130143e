package io.gitscaler.git;

import io.gitscaler.audit.TrailReader;
import io.gitscaler.policy.PolicyId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
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
    List<TrailPart> parts = trail.parts(TrailFiles.folder(policy)).reversed();
    for (String name : parts.stream().map(TrailPart::month).distinct().toList()) {
      List<TrailPart> ofMonth = parts.stream().filter(part -> part.month().equals(name)).toList();
      trail.bring(ofMonth.stream().map(TrailPart::path).toList());
      List<Line> lines = new ArrayList<>();
      for (TrailPart part : ofMonth) {
        lines.addAll(lines(part, trail.content(part.path()).orElse(new byte[0])));
      }
      Optional<T> found = month.apply(lines);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** The one that was appended last first. */
  private static List<Line> lines(TrailPart part, byte[] content) {
    List<String> lines = new String(content, StandardCharsets.UTF_8).lines().toList();
    return IntStream.iterate(lines.size(), number -> number > 0, number -> number - 1)
        .mapToObj(number -> new Line(part.path() + ":" + number, lines.get(number - 1)))
        .toList();
  }
}
