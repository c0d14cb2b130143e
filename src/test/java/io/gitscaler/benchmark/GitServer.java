package io.gitscaler.benchmark;

import io.gitscaler.testing.BareRepository;
import io.gitscaler.testing.GitHttpsServer;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;

/** Repositories behind a Git server on the loopback address. */
final class GitServer implements AutoCloseable {
  private static final String TOKEN = "benchmark";

  private final Path folder;
  private final GitHttpsServer server;

  GitServer(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
    this.folder = folder;
    server = GitHttpsServer.start(folder, folder, "git", TOKEN);
  }

  BareRepository create(String name) {
    return BareRepository.create(folder, name);
  }

  String url(BareRepository repository) {
    return server.url(repository.path().getFileName().toString());
  }

  /** What gitscaler's environment must hold to be let in, and to trust the server's certificate. */
  Map<String, String> environment() {
    return Map.of(
        "GITSCALER_GIT_TOKEN",
        TOKEN,
        "GITSCALER_GIT_USERNAME",
        "git",
        "GITSCALER_JAVA_OPTS",
        "-Djavax.net.ssl.trustStore="
            + folder.resolve("git-https.p12")
            + " -Djavax.net.ssl.trustStorePassword=changeit "
            + PodCommand.javaOptions());
  }

  @Override
  public void close() {
    server.close();
  }
}
