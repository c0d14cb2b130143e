package io.gitscaler.cli;

import io.gitscaler.cli.Settings.Source;
import io.gitscaler.cli.usecase.PolicyPlace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the policies come from. */
final class PolicyOptions extends OptionGroup {
  private static final String REPO = "--policies-repo";
  private static final String DIR = "--policies-dir";

  @Option(
      names = REPO,
      paramLabel = "URL",
      description = "Git repository with the policies: https, ssh or file.")
  @Nullable String repo;

  @Option(
      names = "--policies-ref",
      paramLabel = "REF",
      description = "Branch, tag or commit to read. Default: main.")
  String ref = "main";

  @Option(
      names = "--policies-path",
      paramLabel = "PATH",
      description = "Folder below the repository's root. Default: all of it.")
  String path = ".";

  @Option(
      names = DIR,
      paramLabel = "DIR",
      description = "Plain folder with the policies, instead of a repository.")
  @Nullable Path folder;

  @Option(
      names = "--max-policy-age",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description =
          "How long the last good policies act when Git gives none; then all hold. Default: 24h.")
  Duration maxAge = Duration.ofHours(24);

  /** The place; a wrong command line where there is none or where there are two. */
  PolicyPlace place(GitOptions git, Map<String, String> environment) {
    PolicyPlace place = placeOrNull(git, environment);
    if (place == null) {
      throw wrong("name the policies with " + REPO + " URL or " + DIR + " DIR");
    }
    return place;
  }

  @Nullable PolicyPlace placeOrNull(GitOptions git, Map<String, String> environment) {
    String url = repo;
    Path plain = folder;
    if (url != null && plain != null) {
      Source urlFrom = originOf(REPO).source();
      Source plainFrom = originOf(DIR).source();
      if (urlFrom == plainFrom) {
        throw wrong(REPO + " and " + DIR + " exclude each other; give one of them");
      }
      if (urlFrom.compareTo(plainFrom) < 0) {
        plain = null;
      } else {
        url = null;
      }
    }
    if (plain != null) {
      return new PolicyPlace.Folder(plain);
    }
    if (url == null) {
      return null;
    }
    checkUrl(REPO, url, "--git-token-file");
    return new PolicyPlace.Repository(url, ref, path, git.forPolicies(environment), maxAge);
  }
}
