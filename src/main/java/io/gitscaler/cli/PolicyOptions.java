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
  private static final String SIGNATURES = "--verify-signatures";
  private static final String KEYS = "--allowed-keys-file";

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

  @Option(
      names = SIGNATURES,
      paramLabel = "WHEN",
      description = "required: only a commit or tag that an allowed key signed acts. Default: off.")
  @Nullable Signatures signatures;

  @Option(
      names = KEYS,
      paramLabel = "FILE",
      description = "The allowed keys: OpenPGP public keys and SSH's allowed signers.")
  @Nullable Path allowedKeys;

  /** Whether signatures of the policies are looked at; spelled in lower case. */
  enum Signatures {
    REQUIRED,
    OFF;

    @Override
    public String toString() {
      return Words.lower(this);
    }
  }

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
    Path keys = requiredKeys();
    if (plain != null) {
      if (keys != null) {
        throw wrong(SIGNATURES + " needs " + REPO + "; nobody signs a plain folder");
      }
      return new PolicyPlace.Folder(plain);
    }
    if (url == null) {
      return null;
    }
    checkUrl(REPO, url, "--git-token-file");
    return new PolicyPlace.Repository(url, ref, path, git.forPolicies(environment), maxAge, keys);
  }

  /** Null where signatures are not looked at. */
  private @Nullable Path requiredKeys() {
    if (signatures == null && allowedKeys != null) {
      throw wrong(
          KEYS + " alone changes nothing; give " + SIGNATURES + " required with it, or off");
    }
    if (signatures != Signatures.REQUIRED) {
      return null;
    }
    if (allowedKeys == null) {
      throw wrong(SIGNATURES + " required needs the keys; name their file with " + KEYS + " FILE");
    }
    return allowedKeys;
  }
}
