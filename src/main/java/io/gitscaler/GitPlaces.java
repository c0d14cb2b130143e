package io.gitscaler;

import io.gitscaler.cli.usecase.AuditPlace;
import io.gitscaler.cli.usecase.GitAccess;
import io.gitscaler.cli.usecase.PolicyPlace;
import io.gitscaler.cli.usecase.UnusableRequestException;
import io.gitscaler.git.AllowedKeys;
import io.gitscaler.git.GitCredentials;
import io.gitscaler.git.GitFolder;
import io.gitscaler.git.GitPolicySource;
import io.gitscaler.git.GitRemote;
import io.gitscaler.git.RequiredSignatures;
import io.gitscaler.git.SigningKey;
import io.gitscaler.git.TrailAuthor;
import io.gitscaler.git.TrailSettings;
import io.gitscaler.policy.PolicySource;
import io.gitscaler.policyfile.CheckoutPolicies;
import io.gitscaler.policyfile.FolderPolicySource;
import io.gitscaler.policyfile.LastGoodPolicies;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the places that a request names in Git, with the secrets that it only names. */
record GitPlaces(Map<String, String> environment, Path temporary, InstantSource clock) {
  private static final Logger LOG = LoggerFactory.getLogger(GitPlaces.class);

  PolicySource policies(PolicyPlace place, CheckoutPolicies checkout) {
    return switch (place) {
      case PolicyPlace.Folder folder -> checked(() -> new FolderPolicySource(folder.folder()));
      case PolicyPlace.Repository repository ->
          checked(
              () ->
                  new GitPolicySource(
                      new GitFolder(
                          remote(repository.url(), repository.access()),
                          repository.ref(),
                          repository.path()),
                      signatures(repository),
                      temporary,
                      checkout::read));
    };
  }

  private @Nullable RequiredSignatures signatures(PolicyPlace.Repository place) {
    return place.allowedKeys() == null
        ? null
        : new RequiredSignatures(AllowedKeys.read(place.allowedKeys()), clock);
  }

  /** The place of the policies as what is kept of them names it. */
  LastGoodPolicies.Place kept(PolicyPlace.Repository place) {
    return new LastGoodPolicies.Place(
        checked(() -> remote(place.url(), place.access())).display(), place.ref(), place.path());
  }

  GitRemote remote(AuditPlace place) {
    return checked(() -> remote(place.url(), place.access()));
  }

  /** Where the trail is written; its branch and author are what the operator typed, too. */
  TrailSettings settings(AuditPlace place) {
    return checked(
        () ->
            TrailSettings.onBranch(place.branch(), TrailAuthor.parse(place.author()))
                .givingUp(place.givenUp())
                .signedWith(signingKey(place.signing())));
  }

  private @Nullable SigningKey signingKey(AuditPlace.@Nullable Signing signing) {
    if (signing == null) {
      return null;
    }
    Path file = signing.passphraseFile();
    String variable = signing.passphraseVariable();
    String passphrase = variable == null ? null : environment.get(variable);
    return SigningKey.read(
        signing.keyFile(), file == null ? passphrase : SigningKey.passphrase(file));
  }

  /** What is refused before anything is opened was wrong on the command line. */
  private static <T> T checked(Supplier<T> opening) {
    try {
      return opening.get();
    } catch (IllegalArgumentException wrong) {
      throw new UnusableRequestException(String.valueOf(wrong.getMessage()));
    }
  }

  private GitRemote remote(String url, GitAccess access) {
    GitRemote remote = GitRemote.of(url, credentials(url, access)).withProxyOf(environment);
    if (remote.tellsSecretsInTheClear()) {
      LOG.warn(
          "{}: the token goes there unencrypted, for the address is http. Use https; --git-ca-file names a certificate"
              + " authority of your own.",
          remote.display());
    }
    return access.caFile() == null ? remote : remote.withCertificates(access.caFile());
  }

  private GitCredentials credentials(String url, GitAccess access) {
    if (url.startsWith("https:") || url.startsWith("http:")) {
      return forHttp(access);
    }
    return access.sshKeyFile() == null
        ? new GitCredentials.None()
        : new GitCredentials.SshKey(access.sshKeyFile(), null, access.sshKnownHostsFile());
  }

  private GitCredentials forHttp(GitAccess access) {
    String user = Objects.requireNonNullElse(access.username(), GitCredentials.TOKEN_USER);
    if (access.tokenFile() != null) {
      return GitCredentials.fromFile(user, access.tokenFile());
    }
    return access.tokenVariable() == null
        ? new GitCredentials.None()
        : new GitCredentials.Password(
            user, Objects.requireNonNull(environment.get(access.tokenVariable())));
  }
}
