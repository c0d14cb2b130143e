package io.gitscaler.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;

/** A Git server on ssh: the system's git behind Apache MINA, with one user, {@code git}, who has one key. */
public final class GitSshServer implements AutoCloseable {
  private final SshServer server;
  private final KeyPair clientPair;
  private final Path clientKey;
  private final Path knownHosts;

  private GitSshServer(SshServer server, KeyPair clientPair, Path clientKey, Path knownHosts) {
    this.server = server;
    this.clientPair = clientPair;
    this.clientKey = clientKey;
    this.knownHosts = knownHosts;
  }

  /** Starts one; the keys and the known_hosts file go into {@code scratch}. */
  public static GitSshServer start(Path scratch) throws IOException, GeneralSecurityException {
    KeyPair host = newKey();
    KeyPair client = newKey();
    SshServer server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setPort(0);
    server.setKeyPairProvider(KeyPairProvider.wrap(host));
    server.setPublickeyAuthenticator(
        (user, key, session) ->
            user.equals("git") && KeyUtils.compareKeys(key, client.getPublic()));
    server.setCommandFactory((channel, command) -> new GitCommand(command));
    server.start();
    Path clientKey = writeKey(client, scratch.resolve("id_client"), null);
    Path knownHosts = scratch.resolve("known_hosts");
    Files.writeString(
        knownHosts,
        "[127.0.0.1]:" + server.getPort() + " " + PublicKeyEntry.toString(host.getPublic()) + "\n");
    return new GitSshServer(server, client, clientKey, knownHosts);
  }

  /** The address of a repository in a folder. */
  public String url(Path repository) {
    return "ssh://git@127.0.0.1:" + server.getPort() + repository;
  }

  /** The private key of the user. */
  public Path clientKey() {
    return clientKey;
  }

  /** The same key in memory. */
  public KeyPair clientPair() {
    return clientPair;
  }

  /** The server's key, as ssh keeps it. */
  public Path knownHosts() {
    return knownHosts;
  }

  /** A key that no server knows. */
  public static KeyPair newKey() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  /** Writes a private key in OpenSSH's format, encrypted where there is a passphrase. */
  public static Path writeKey(KeyPair key, Path file, @Nullable String passphrase)
      throws IOException, GeneralSecurityException {
    OpenSSHKeyEncryptionContext encryption = null;
    if (passphrase != null) {
      encryption = new OpenSSHKeyEncryptionContext();
      encryption.setPassword(passphrase);
      encryption.setCipherType("256");
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", encryption, out);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  @Override
  public void close() throws IOException {
    server.stop(true);
  }

  /** {@code git-upload-pack '/path'} and {@code git-receive-pack '/path'}, run by the system's git. */
  private static final class GitCommand implements Command {
    private final String line;
    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = OutputStream.nullOutputStream();
    private OutputStream err = OutputStream.nullOutputStream();
    private ExitCallback exit = (status, message, close) -> {};

    GitCommand(String line) {
      this.line = line;
    }

    @Override
    public void setInputStream(InputStream stream) {
      this.in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
      this.out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
      this.err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
      this.exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) throws IOException {
      String[] words = line.split(" ", 2);
      if (!List.of("git-upload-pack", "git-receive-pack").contains(words[0])) {
        exit.onExit(127, "not a Git command");
        return;
      }
      String folder = words[1].replace("'", "");
      ProcessBuilder builder = new ProcessBuilder("git", words[0].substring(4), folder);
      Map<String, String> variables = builder.environment();
      BareRepository.isolate(variables);
      String protocol = environment.getEnv().get("GIT_PROTOCOL");
      if (protocol != null) {
        variables.put("GIT_PROTOCOL", protocol);
      }
      Process git = builder.start();
      Thread.ofVirtual().start(() -> pump(in, git.getOutputStream(), true));
      Thread errors = Thread.ofVirtual().start(() -> pump(git.getErrorStream(), err, false));
      Thread.ofVirtual().start(() -> finish(git, errors));
    }

    private void finish(Process git, Thread errors) {
      pump(git.getInputStream(), out, false);
      try {
        errors.join();
        exit.onExit(git.waitFor());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private static void pump(InputStream from, OutputStream to, boolean close) {
      try {
        byte[] buffer = new byte[8192];
        for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
          to.write(Arrays.copyOf(buffer, count));
          to.flush();
        }
        if (close) {
          to.close();
        }
      } catch (IOException e) {
        // Either side may leave first; the exit status tells how it went.
      }
    }

    @Override
    public void destroy(ChannelSession channel) {}
  }
}
