package io.gitscaler.command.socket;

import io.gitscaler.command.Execution;
import io.gitscaler.command.Outcome;
import io.gitscaler.command.Secrets;
import io.gitscaler.command.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Runs programs in a program runner. When that is lost, the programs fail that were under way; the next one connects anew. One
 * that hangs is left alone for a while, so that it holds up nobody who needs no program.
 */
public final class SocketExecution implements Execution {
  private final Semaphore places;
  private final Path socket;
  private final UserPrincipal user;
  private final Liveness liveness;
  private final Map<Path, FileTree> trees = new HashMap<>();
  private @Nullable RunnerConnection connection;
  private boolean closed;

  /**
   * Connects to nothing yet.
   *
   * @param parallelism programs at once; 1 or more, of which a runner takes {@value ProgramSession#MOST_PROGRAMS}
   * @param socket where the runner listens
   * @param user whose process the runner must be, by name or number; null for the user of this process
   * @param liveness when it is given up, and for how long
   * @param temporary an existing folder
   * @throws io.gitscaler.failure.OutsideFailure when there is no such user
   */
  public SocketExecution(
      int parallelism, Path socket, @Nullable String user, Liveness liveness, Path temporary) {
    this.places = new Semaphore(Math.min(parallelism, ProgramSession.MOST_PROGRAMS), true);
    this.socket = socket;
    this.user = Peer.named(user, temporary);
    this.liveness = liveness;
  }

  /** Their files are looked at again, and sent where they changed. */
  @Override
  public void policiesRead() {
    synchronized (trees) {
      trees.clear();
    }
  }

  @Override
  public Outcome run(Task task) throws InterruptedException {
    if (task.input().length() > Wire.MOST_BYTES / 4) {
      throw task.failure(
          "is given %d MiB, more than the 8 MiB that can be sent to a program runner"
              .formatted(task.input().length() >> 20),
          "Let it ask for what it needs by itself.");
    }
    places.acquire();
    try {
      RunnerConnection runner = connection();
      runner.awaitReady();
      return runner.run(task, tree(task));
    } catch (RunnerLostException e) {
      throw task.failure(e.what(), e.advice());
    } finally {
      places.release();
    }
  }

  private FileTree tree(Task task) {
    synchronized (trees) {
      FileTree known = trees.get(task.root());
      if (known != null) {
        return known;
      }
      try {
        FileTree tree = FileTree.of(task.root());
        trees.put(task.root(), tree);
        return tree;
      } catch (FileTree.TooLargeException e) {
        throw task.failure(
            "its files cannot be sent to the program runner: below the policies root there are "
                + e.getMessage(),
            "Keep the policies in a folder of their own, and name it with --policies-path or --policies-dir.");
      } catch (IOException e) {
        throw task.failure(
            "its files cannot be sent to the program runner: " + e.getMessage(),
            "Load the policies again.");
      }
    }
  }

  /** The one that all programs share, from the moment in which it begins to connect; one that hangs fails them while it rests. */
  private synchronized RunnerConnection connection() throws RunnerLostException {
    if (closed) {
      throw new RunnerLostException("was not run because gitscaler stops", "");
    }
    RunnerConnection existing = connection;
    if (existing != null && !existing.isOver()) {
      return existing;
    }
    RunnerConnection made = RunnerConnection.open(socket, user, liveness);
    connection = made;
    return made;
  }

  /** Those in the policy itself; what the runner adds to them it strikes out itself. */
  @Override
  public Secrets secrets(Task task) {
    return Secrets.of(task.program());
  }

  /** The runner kills the programs of a connection that ends. */
  @Override
  public synchronized void stop() {
    closed = true;
    if (connection != null) {
      connection.close();
    }
  }

  @Override
  public void close() {
    stop();
  }
}
