package io.gitscaler.git;

import java.io.File;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.SshConfigStore;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.sshd.KeyPasswordProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.agent.ConnectorFactory;
import org.jspecify.annotations.Nullable;

/** ssh with one key and one file of known hosts: no agent, no configuration file, no question to anybody. */
final class SshSessions extends SshdSessionFactory {
  private final GitCredentials.SshKey credentials;
  private final Path knownHosts;
  private volatile boolean hostRefused;

  /**
   * Sessions of one remote.
   *
   * @param folder stands for the home directory, which may not exist in a container
   */
  SshSessions(GitCredentials.SshKey credentials, Path knownHosts, Path folder) {
    super(null, null);
    this.credentials = credentials;
    this.knownHosts = knownHosts;
    setHomeDirectory(folder.toFile());
    setSshDirectory(folder.toFile());
  }

  /** Whether the last server showed a key that is not among the known hosts. */
  boolean hostRefused() {
    return hostRefused;
  }

  @Override
  protected @Nullable SshConfigStore createSshConfigStore(
      File home, @Nullable File config, String localUser) {
    return null;
  }

  @Override
  protected @Nullable ConnectorFactory getConnectorFactory() {
    return null;
  }

  @Override
  protected List<Path> getDefaultIdentities(File sshFolder) {
    return List.of(credentials.key());
  }

  @Override
  protected List<Path> getDefaultKnownHostsFiles(File sshFolder) {
    return List.of(knownHosts);
  }

  @Override
  protected String getDefaultPreferredAuthentications() {
    return "publickey";
  }

  @Override
  protected ServerKeyDatabase createServerKeyDatabase(File home, File sshFolder) {
    return new Strict(super.createServerKeyDatabase(home, sshFolder));
  }

  @Override
  protected KeyPasswordProvider createKeyPasswordProvider(CredentialsProvider ignored) {
    return new Passphrase(credentials.passphrase());
  }

  private final class Strict implements ServerKeyDatabase {
    private final ServerKeyDatabase files;

    Strict(ServerKeyDatabase files) {
      this.files = files;
    }

    @Override
    public List<PublicKey> lookup(String address, InetSocketAddress remote, Configuration with) {
      return files.lookup(address, remote, new StrictConfiguration(with));
    }

    @Override
    public boolean accept(
        String address,
        InetSocketAddress remote,
        PublicKey key,
        Configuration with,
        @Nullable CredentialsProvider provider) {
      boolean accepted =
          files.accept(address, remote, key, new StrictConfiguration(with), provider);
      hostRefused = !accepted;
      return accepted;
    }
  }

  private record StrictConfiguration(ServerKeyDatabase.Configuration of)
      implements ServerKeyDatabase.Configuration {
    @Override
    public List<String> getUserKnownHostsFiles() {
      return of.getUserKnownHostsFiles();
    }

    @Override
    public List<String> getGlobalKnownHostsFiles() {
      return List.of();
    }

    @Override
    public StrictHostKeyChecking getStrictHostKeyChecking() {
      return StrictHostKeyChecking.REQUIRE_MATCH;
    }

    @Override
    public boolean getHashKnownHosts() {
      return false;
    }

    @Override
    public String getUsername() {
      return of.getUsername();
    }
  }

  private record Passphrase(@Nullable String text) implements KeyPasswordProvider {
    @Override
    public char @Nullable [] getPassphrase(URIish uri, int attempt) {
      return text == null ? null : text.toCharArray();
    }

    @Override
    public void setAttempts(int maximum) {}

    @Override
    public boolean keyLoaded(URIish uri, int attempt, @Nullable Exception error) {
      return false;
    }
  }
}
