package io.gitscaler.command.socket;

import io.gitscaler.command.Execution;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.folder.Deletion;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A program runner: runs the programs that it is sent over a Unix domain socket by one user's processes. */
public final class ProgramServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProgramServer.class);

  /** One run and a few trials beside it need a handful. */
  private static final int MOST_CONNECTIONS = 32;

  /** How long a session whose programs were killed may take to end. */
  private static final Duration UNWINDING = Duration.ofSeconds(2);

  private final Execution execution;
  private final Path scratch;
  private final UserPrincipal allowed;
  private final SocketFile socket;
  private final Map<ProgramSession, Thread> sessions = new ConcurrentHashMap<>();
  private boolean stopped;

  private ProgramServer(
      Execution execution, Path scratch, UserPrincipal allowed, SocketFile socket) {
    this.execution = execution;
    this.scratch = scratch;
    this.allowed = allowed;
    this.socket = socket;
  }

  /**
   * Listens from now on.
   *
   * @param socket a file in an existing folder that nobody else may write
   * @param allowed the only user who may connect, by name or number; null for the user of this process
   * @param execution closed with the server
   * @param temporary an existing folder, for the files that programs need
   * @throws OutsideFailure when the socket cannot be made there
   */
  public static ProgramServer open(
      Path socket, @Nullable String allowed, Execution execution, Path temporary) {
    UserPrincipal own = Peer.named(null, temporary);
    UserPrincipal other = Peer.named(allowed, temporary);
    SocketFile file = SocketFile.listen(socket, own, !other.equals(own));
    try {
      Path scratch = Files.createTempDirectory(temporary, "gitscaler-runner-").toRealPath();
      return new ProgramServer(execution, scratch, other, file);
    } catch (IOException e) {
      file.close();
      throw new OutsideFailure(
          FailureKind.UNUSABLE,
          temporary.toString(),
          "no folder can be made there: " + e.getMessage(),
          "Give this user the right to write it.");
    }
  }

  /** Runs programs until it is stopped. */
  public void serve() {
    LOG.info("runs programs for user {} at {}", allowed.getName(), socket.file());
    while (true) {
      try {
        admit(socket.accept());
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOG.warn("{}: a connection failed: {}", socket.file(), e.getMessage());
      }
    }
  }

  private void admit(SocketChannel channel) throws IOException {
    Connection connection = new Connection(channel);
    try {
      admit(connection, Peer.user(channel));
    } catch (IOException e) {
      connection.close();
      throw e;
    }
  }

  /** Not while it is being stopped: what is made then would be left behind. */
  private synchronized void admit(Connection connection, UserPrincipal user) throws IOException {
    if (stopped) {
      connection.close();
    } else if (!user.equals(allowed)) {
      LOG.warn("{}: user {} was refused", socket.file(), user.getName());
      refuse(
          connection,
          "it takes programs from user %s and not from user %s. Start it with --allow-user %s"
              .formatted(allowed.getName(), user.getName(), user.getName()));
    } else if (sessions.size() >= MOST_CONNECTIONS) {
      refuse(connection, "it has " + MOST_CONNECTIONS + " connections, as many as it takes");
    } else {
      ProgramSession session =
          new ProgramSession(connection, execution, Files.createTempDirectory(scratch, "run-"));
      Thread serving = Thread.ofVirtual().name("program-session").unstarted(() -> serve(session));
      sessions.put(session, serving);
      serving.start();
    }
  }

  private void serve(ProgramSession session) {
    try {
      session.serve();
    } finally {
      sessions.remove(session);
    }
  }

  private static void refuse(Connection connection, String why) {
    connection.send(new Message.Refusal(why));
    connection.closeAfterSending();
  }

  /** Ends all programs and takes the socket away; {@link #serve} then returns. */
  public synchronized void stop() {
    stopped = true;
    socket.close();
    sessions.keySet().forEach(ProgramSession::close);
    execution.close();
    sessions.values().forEach(ProgramServer::awaitEnd);
    Deletion.of(scratch);
  }

  /** What it still writes would be left behind. */
  private static void awaitEnd(Thread session) {
    try {
      session.join(UNWINDING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
  }
}
