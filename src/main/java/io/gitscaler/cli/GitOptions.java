package io.gitscaler.cli;

import io.gitscaler.cli.usecase.GitAccess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Credentials for Git. Flags name places; no flag takes a secret. */
final class GitOptions {
  private static final String TOKEN_VARIABLE = "GITSCALER_GIT_TOKEN";
  private static final String AUDIT_TOKEN_VARIABLE = "GITSCALER_AUDIT_GIT_TOKEN";

  /** The variables that hold secrets. */
  static final List<String> TOKEN_VARIABLES = List.of(TOKEN_VARIABLE, AUDIT_TOKEN_VARIABLE);

  @Option(
      names = "--git-token-file",
      paramLabel = "FILE",
      description =
          "File with a token or password for https. Without it the variable "
              + TOKEN_VARIABLE
              + " is used.")
  @Nullable Path tokenFile;

  @Option(
      names = "--audit-git-token-file",
      paramLabel = "FILE",
      description =
          "The same for the trail's repository; or the variable "
              + AUDIT_TOKEN_VARIABLE
              + ". Default: the token of the policies, where both are on one server.")
  @Nullable Path auditTokenFile;

  @Option(
      names = "--git-username",
      paramLabel = "NAME",
      description = "User name for https, where the server wants one beside the token.")
  @Nullable String username;

  @Option(
      names = "--git-ca-file",
      paramLabel = "FILE",
      description = "Certificates (PEM) to trust for https instead of the machine's.")
  @Nullable Path caFile;

  @Option(names = "--ssh-key-file", paramLabel = "FILE", description = "Private key for ssh.")
  @Nullable Path sshKeyFile;

  @Option(
      names = "--ssh-known-hosts-file",
      paramLabel = "FILE",
      description = "Known hosts for ssh; a host that is not among them is refused.")
  @Nullable Path sshKnownHostsFile;

  GitAccess forPolicies(Map<String, String> environment) {
    return access(tokenFile, TOKEN_VARIABLE, environment);
  }

  /**
   * Access to the trail's repository.
   *
   * @param sharesServer whether the token of the policies may be shown there
   */
  GitAccess forAudit(Map<String, String> environment, boolean sharesServer) {
    GitAccess own = access(auditTokenFile, AUDIT_TOKEN_VARIABLE, environment);
    boolean hasToken = own.tokenFile() != null || own.tokenVariable() != null;
    return hasToken || !sharesServer ? own : forPolicies(environment);
  }

  private GitAccess access(@Nullable Path file, String variable, Map<String, String> environment) {
    boolean set = !environment.getOrDefault(variable, "").isEmpty();
    return new GitAccess(
        username,
        file,
        file == null && set ? variable : null,
        sshKeyFile,
        sshKnownHostsFile,
        caFile);
  }
}
