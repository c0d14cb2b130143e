package io.gitscaler.command.socket;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/** Who is at the other end of a socket, as the kernel says. */
final class Peer {
  private Peer() {}

  /** The user of the process that connected, or that listened. */
  static UserPrincipal user(SocketChannel channel) throws IOException {
    try {
      return channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
    } catch (UnsupportedOperationException e) {
      throw new IOException("this system does not tell who is at the other end of a socket", e);
    }
  }

  /**
   * The user of this name or number; the one that this process runs as where none is named.
   *
   * @param temporary folder in which a file is made for a moment, to see whose it is
   */
  static UserPrincipal named(@Nullable String name, Path temporary) {
    try {
      if (name != null) {
        return FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(name);
      }
      Path file = Files.createTempFile(temporary, "gitscaler-user-", "");
      try {
        return Files.getOwner(file);
      } finally {
        Files.delete(file);
      }
    } catch (UserPrincipalNotFoundException e) {
      throw new OutsideFailure(
          FailureKind.UNUSABLE,
          "user " + e.getName(),
          "there is no such user",
          "Give a name of this machine, or the user's number.");
    } catch (IOException e) {
      throw new OutsideFailure(
          FailureKind.UNUSABLE,
          temporary.toString(),
          "no file can be made there: " + e.getMessage(),
          "Give this user the right to write it.");
    }
  }
}
