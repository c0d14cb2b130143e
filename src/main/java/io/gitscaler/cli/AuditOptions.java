package io.gitscaler.cli;

import io.gitscaler.cli.usecase.AuditPlace;
import io.gitscaler.cli.usecase.PolicyPlace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the trail is kept. */
final class AuditOptions extends OptionGroup {
  /** Holds a secret. */
  static final String PASSPHRASE_VARIABLE = "GITSCALER_AUDIT_SIGNING_PASSPHRASE";

  private static final String REPO = "--audit-repo";
  private static final String GIVE_UP = "--audit-give-up";
  private static final String KEY = "--audit-signing-key-file";
  private static final String PASSPHRASE = "--audit-signing-passphrase-file";
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
  private static final Pattern AUTHOR = Pattern.compile("[^<>\\p{Cntrl}]+ <[^<>\\s\\p{Cntrl}]+>");

  @Option(
      names = REPO,
      paramLabel = "URL",
      description = "Git repository for the trail. Default: the one with the policies.")
  @Nullable String repo;

  @Option(
      names = "--audit-branch",
      paramLabel = "BRANCH",
      description = "Branch of the trail. Default: gitscaler/audit.")
  String branch = "gitscaler/audit";

  @Option(
      names = "--audit-author",
      paramLabel = "AUTHOR",
      description = "Author of the commits. Default: gitscaler <gitscaler@localhost>.")
  String author = "gitscaler <gitscaler@localhost>";

  @Option(
      names = GIVE_UP,
      paramLabel = "COMMIT",
      description =
          "The trail's last known commit, where the branch was deleted or rewritten on purpose.")
  @Nullable String givenUp;

  @Option(
      names = KEY,
      paramLabel = "FILE",
      description = "Key that signs the commits: a private key of SSH or of OpenPGP.")
  @Nullable Path signingKeyFile;

  @Option(
      names = PASSPHRASE,
      paramLabel = "FILE",
      description =
          "File with that key's passphrase. Without it the variable "
              + PASSPHRASE_VARIABLE
              + " is used.")
  @Nullable Path signingPassphraseFile;

  @Option(
      names = "--heartbeat",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description =
          "How long the trail stays silent before quiet runs are summed up. Default: 24h.")
  Duration heartbeat = Duration.ofHours(24);

  /** The place; null where neither it nor a policy repository was named. */
  @Nullable AuditPlace placeOrNull(
      @Nullable PolicyPlace policies, GitOptions git, Map<String, String> environment) {
    String policyUrl = policies instanceof PolicyPlace.Repository in ? in.url() : null;
    String url = repo == null ? policyUrl : repo;
    if (url == null) {
      return null;
    }
    checkUrl(REPO, url, "--audit-git-token-file");
    if (!AUTHOR.matcher(author).matches()) {
      throw wrong("--audit-author", "is not of the form \"Name <mail@example.org>\"");
    }
    if (policies instanceof PolicyPlace.Repository in
        && url.equals(in.url())
        && branch.equals(in.ref())) {
      throw wrong(
          "--audit-branch",
          "is " + branch + ", where the policies are; the trail needs a branch of its own");
    }
    boolean sharesServer =
        policyUrl != null && (url.equals(policyUrl) || GitUrl.sameHttpServer(url, policyUrl));
    if (givenUp != null && !COMMIT.matcher(givenUp).matches()) {
      throw wrong(
          GIVE_UP + " is " + givenUp + "; give the whole id, as the run's message names it");
    }
    return new AuditPlace(
        url,
        branch,
        author,
        givenUp,
        signing(environment),
        heartbeat,
        git.forAudit(environment, sharesServer));
  }

  private AuditPlace.@Nullable Signing signing(Map<String, String> environment) {
    if (signingKeyFile == null) {
      if (signingPassphraseFile != null) {
        throw wrong(PASSPHRASE + " alone changes nothing; name the key with " + KEY + " FILE");
      }
      return null;
    }
    boolean set = !environment.getOrDefault(PASSPHRASE_VARIABLE, "").isEmpty();
    return new AuditPlace.Signing(
        signingKeyFile,
        signingPassphraseFile,
        signingPassphraseFile == null && set ? PASSPHRASE_VARIABLE : null);
  }

  /** The same, where a trail must be. */
  AuditPlace place(PolicyPlace policies, GitOptions git, Map<String, String> environment) {
    AuditPlace place = placeOrNull(policies, git, environment);
    if (place == null) {
      throw wrong(
          "no scaling goes without a trail, and with --policies-dir there is no repository for it;"
              + " name one with "
              + REPO
              + " URL");
    }
    return place;
  }
}
