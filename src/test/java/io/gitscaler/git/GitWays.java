package io.gitscaler.git;

import io.gitscaler.testing.BareRepository;
import io.gitscaler.testing.GitHttpsServer;
import io.gitscaler.testing.GitSshServer;
import java.io.IOException;
import java.nio.file.Path;

/** The ways to a repository: over https with a token, over ssh with a key, and as a folder. */
record GitWays(GitHttpsServer https, GitSshServer ssh) implements AutoCloseable {
  static final String TOKEN = "canary-token-77aa";

  enum Way {
    HTTPS,
    SSH,
    FOLDER
  }

  /** Starts servers of the repositories in a folder. */
  static GitWays to(Path folder) throws Exception {
    return new GitWays(
        GitHttpsServer.start(folder, folder, GitCredentials.TOKEN_USER, TOKEN),
        GitSshServer.start(folder));
  }

  GitRemote remote(Way way, BareRepository repository) {
    return switch (way) {
      case HTTPS -> overHttps(repository.path().getFileName().toString(), TOKEN);
      case SSH ->
          GitRemote.of(
              ssh.url(repository.path()),
              new GitCredentials.SshKey(ssh.clientKey(), null, ssh.knownHosts()));
      case FOLDER -> GitRemote.of(repository.url(), new GitCredentials.None());
    };
  }

  GitRemote overHttps(String repository, String token) {
    return GitRemote.of(https.url(repository), GitCredentials.token(token))
        .withCertificates(https.certificate());
  }

  @Override
  public void close() throws IOException {
    https.close();
    ssh.close();
  }
}
