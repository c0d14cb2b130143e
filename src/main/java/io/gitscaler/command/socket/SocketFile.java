package io.gitscaler.command.socket;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;

/** The file of a socket at which a runner listens. It appears complete, with its mode, in place of what a runner left behind. */
final class SocketFile implements AutoCloseable {
  /** What fits into the kernel's sockaddr_un. */
  private static final int LONGEST_PATH = 107;

  private static final int STICKY = 01000;
  private static final int WRITABLE_FOR_OTHERS = 022;

  private final Path file;
  private final ServerSocketChannel channel;

  private SocketFile(Path file, ServerSocketChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Listens.
   *
   * @param own the user of this process
   * @param shared whether another user of the folder's group may connect; else the owner alone
   */
  static SocketFile listen(Path socket, UserPrincipal own, boolean shared) {
    Path file = socket.toAbsolutePath().normalize();
    if (file.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
      throw unusable(
          file, "a socket's path has at most " + LONGEST_PATH + " bytes", "Use a shorter one.");
    }
    try {
      Path folder = folder(file, own);
      refuseRival(file);
      Path fresh = folder.resolve("." + ProcessHandle.current().pid() + ".sock");
      Files.deleteIfExists(fresh);
      ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        channel.bind(UnixDomainSocketAddress.of(fresh));
        Files.setPosixFilePermissions(
            fresh, PosixFilePermissions.fromString(shared ? "rw-rw----" : "rw-------"));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        channel.close();
        Files.deleteIfExists(fresh);
        throw e;
      }
      return new SocketFile(file, channel);
    } catch (IOException e) {
      throw unusable(
          file,
          "a socket cannot be made there: " + e.getMessage(),
          "Name a file in a folder that this user may write.");
    }
  }

  private static Path folder(Path file, UserPrincipal own) throws IOException {
    Path folder = file.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw unusable(file, "its folder does not exist", "Make it, for this user alone.");
    }
    UserPrincipal owner = Files.getOwner(folder);
    boolean trusted = owner.equals(own) || Integer.valueOf(0).equals(attribute(folder, "uid"));
    if (!trusted) {
      throw unusable(
          file,
          "its folder belongs to " + owner.getName() + ", who could put another socket there",
          "Use a folder of this user's or of root.");
    }
    int mode = attribute(folder, "mode");
    boolean open = (mode & WRITABLE_FOR_OTHERS) != 0 && (mode & STICKY) == 0;
    if (open && !isVolume(folder)) {
      throw unusable(
          file,
          "others may write its folder, and could put another socket there",
          "Take that right from them (chmod go-w " + folder + ").");
    }
    return folder;
  }

  /** A volume that is mounted for this purpose, such as an emptyDir, is open to all who have it, and nobody else does. */
  private static boolean isVolume(Path folder) throws IOException {
    Path parent = folder.getParent();
    return parent != null
        && !Files.getAttribute(folder, "unix:dev").equals(Files.getAttribute(parent, "unix:dev"));
  }

  private static int attribute(Path folder, String name) throws IOException {
    return (Integer) Files.getAttribute(folder, "unix:" + name);
  }

  /** What is at the place of the socket may be one that a runner left behind, and nothing else. */
  private static void refuseRival(Path file) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    boolean socket =
        Files.readAttributes(
                file, java.nio.file.attribute.BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
            .isOther();
    if (!socket) {
      throw unusable(file, "a file is there that is no socket", "Name another place.");
    }
    try {
      SocketChannel.open(UnixDomainSocketAddress.of(file)).close();
    } catch (ConnectException e) {
      return; // Nobody listens any more.
    }
    throw unusable(
        file, "a program runner listens there already", "Name another place, or stop it.");
  }

  private static OutsideFailure unusable(Path file, String what, String advice) {
    return new OutsideFailure(FailureKind.UNUSABLE, "socket " + file, what, advice);
  }

  Path file() {
    return file;
  }

  /** Waits for the next connection. */
  SocketChannel accept() throws IOException {
    return channel.accept();
  }

  /** The file goes while it is still this one's: once nobody listens, a successor may put its own in its place. */
  @Override
  public void close() {
    if (!channel.isOpen()) {
      return;
    }
    try (channel) {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The folder goes with the machine, and the next runner replaces what is left.
    }
  }
}
