package io.gitscaler.command.socket;

import io.gitscaler.command.Outcome;
import io.gitscaler.command.Task;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A connection to a program runner. Programs run over it side by side; when it is lost, all of them have failed. */
final class RunnerConnection implements AutoCloseable {
  /** What a runner may take beyond a program's time-out; one that takes longer means to hold the run up. */
  private static final Duration GRACE = Duration.ofMinutes(5);

  /** As many roots as one pass can have, and those of the pass before. */
  private static final int TREES_KEPT = 4;

  private static final Frame NO_ANSWER = new Frame(new Message.Pong());

  private final Path socket;
  private final Liveness liveness;
  private final Connection connection;
  private final Map<Long, CompletableFuture<Frame>> running = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private final SequencedSet<String> sent = new LinkedHashSet<>();
  private volatile long heard = System.nanoTime();
  private volatile @Nullable RunnerLostException lost;

  private RunnerConnection(Path socket, Liveness liveness, SocketChannel channel) {
    this.socket = socket;
    this.liveness = liveness;
    this.connection = new Connection(channel);
  }

  /** Connects, and sees to it that the other end is a runner of this user that understands. */
  static RunnerConnection open(Path socket, UserPrincipal user, Liveness liveness)
      throws RunnerLostException, InterruptedException {
    RunnerConnection made;
    try {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      made = new RunnerConnection(socket, liveness, channel);
      made.connect(channel, user);
    } catch (IOException e) {
      throw unreachable(socket, e);
    }
    return made;
  }

  private void connect(SocketChannel channel, UserPrincipal user)
      throws RunnerLostException, InterruptedException {
    CompletableFuture<@Nullable Void> ready = new CompletableFuture<>();
    // In a thread of its own, for where nobody accepts connections, connecting can take for ever.
    Thread.ofVirtual().name("program-socket-reader").start(() -> read(channel, user, ready));
    try {
      ready.get(liveness.patience().toNanos(), TimeUnit.NANOSECONDS);
      Thread.ofVirtual().name("program-socket-watch").start(this::watch);
    } catch (TimeoutException e) {
      throw lose(hangs());
    } catch (ExecutionException e) {
      connection.close();
      if (e.getCause() instanceof RunnerLostException why) {
        throw why;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      connection.close();
      throw e;
    }
  }

  /** Everything that is ever read is read here. */
  private void read(
      SocketChannel channel, UserPrincipal user, CompletableFuture<@Nullable Void> ready) {
    RunnerLostException why = ended();
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      check(Peer.user(channel), user);
      connection.send(new Message.Hello(Message.PROTOCOL));
      Frame frame;
      while ((frame = connection.receive()) != null) {
        heard = System.nanoTime();
        take(frame.message(), frame, ready);
      }
    } catch (RunnerLostException e) {
      why = e;
    } catch (BrokenProtocolException e) {
      why = nonsense(e.what());
    } catch (IOException e) {
      why = ready.isDone() ? why : unreachable(socket, e);
    }
    ready.completeExceptionally(lose(why));
  }

  private void check(UserPrincipal is, UserPrincipal expected) throws RunnerLostException {
    if (!is.equals(expected)) {
      throw new RunnerLostException(
          "the process that listens at %s is of user %s, not of %s"
              .formatted(socket, is.getName(), expected.getName()),
          "Find out who made that socket; if it is your runner, name its user with --program-runner-user.");
    }
  }

  private void take(Message message, Frame frame, CompletableFuture<@Nullable Void> ready)
      throws BrokenProtocolException, RunnerLostException {
    switch (message) {
      case Message.Refusal refusal ->
          throw new RunnerLostException(
              "the program runner at " + socket + " refuses: " + Answers.text(refusal.why()), "");
      case Message.Hello hello -> {
        if (hello.protocol() != Message.PROTOCOL) {
          throw new RunnerLostException(
              "the program runner at %s speaks version %d of the protocol, and this gitscaler version %d"
                  .formatted(socket, hello.protocol(), Message.PROTOCOL),
              "Start both from the same version of gitscaler.");
        }
        ready.complete(null);
      }
      case Message.Ended ended -> {
        CompletableFuture<Frame> asked = running.get(ended.id());
        if (asked != null) {
          asked.complete(frame);
        }
      }
      case Message.Pong pong -> {
        // That it was heard is all there is to it.
      }
      default -> throw new BrokenProtocolException("a message that only runs send");
    }
  }

  private void watch() {
    try {
      while (lost == null) {
        Thread.sleep(liveness.ping());
        connection.send(new Message.Ping());
        if (System.nanoTime() - heard > liveness.patience().toNanos()) {
          lose(hangs());
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody knows this thread", e);
    }
  }

  /** The first reason counts; it is what all programs fail with that were under way. */
  private synchronized RunnerLostException lose(RunnerLostException why) {
    RunnerLostException first = lost;
    if (first == null) {
      first = why;
      lost = why;
    }
    connection.close();
    for (CompletableFuture<Frame> asked : running.values()) {
      asked.completeExceptionally(first);
    }
    return first;
  }

  /** Why it is of no use any more; null while it is. */
  @Nullable RunnerLostException lost() {
    return lost;
  }

  /** Runs a program. An interrupt ends it, and is kept. */
  Outcome run(Task task, FileTree tree) throws RunnerLostException {
    long id = ids.incrementAndGet();
    CompletableFuture<Frame> asked = new CompletableFuture<>();
    running.put(id, asked);
    try {
      RunnerLostException gone = lost;
      if (gone != null) {
        throw gone;
      }
      synchronized (sent) {
        send(tree);
      }
      connection.send(Starts.of(task, id, tree.name()));
      Duration patience = task.program().timeout().plus(GRACE);
      return Answers.outcome(asked.get(patience.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      connection.send(new Message.Cancel(id));
      return cancelled(task, asked);
    } catch (TimeoutException e) {
      connection.send(new Message.Cancel(id));
      throw hangs();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RunnerLostException why) {
        throw why;
      }
      throw new IllegalStateException(e.getCause());
    } catch (BrokenProtocolException e) {
      throw lose(nonsense(e.what()));
    } finally {
      running.remove(id);
    }
  }

  /** What becomes of a program that is cancelled: the runner says so when nothing of it runs any more. */
  private Outcome cancelled(Task task, CompletableFuture<Frame> asked) {
    try {
      Frame frame =
          asked
              .completeOnTimeout(NO_ANSWER, liveness.patience().toNanos(), TimeUnit.NANOSECONDS)
              .exceptionally(lost -> NO_ANSWER)
              .join();
      if (frame.message() instanceof Message.Ended) {
        return Answers.outcome(frame);
      }
    } catch (BrokenProtocolException e) {
      // As if it had said nothing.
    } finally {
      Thread.currentThread().interrupt();
    }
    return Outcome.of(task.failure("was stopped because gitscaler stops", ""));
  }

  /** Sends what the runner does not have yet. */
  private void send(FileTree tree) throws RunnerLostException {
    if (!sent.add(tree.name())) {
      return;
    }
    if (sent.size() > TREES_KEPT) {
      String oldest = sent.removeFirst();
      connection.send(new Message.FilesObsolete(oldest));
    }
    for (Map.Entry<String, FileTree.Entry> entry : tree.entries().entrySet()) {
      connection.send(frame(tree.name(), entry.getKey(), entry.getValue()));
    }
    connection.send(new Message.FilesComplete(tree.name()));
  }

  private Frame frame(String files, String path, FileTree.Entry entry) throws RunnerLostException {
    return switch (entry) {
      case FileTree.Link link -> new Frame(new Message.PolicyLink(files, path, link.to()));
      case FileTree.Content content -> {
        try {
          yield new Frame(
              new Message.PolicyFile(files, path, content.executable()),
              Files.readAllBytes(content.source()));
        } catch (IOException e) {
          throw lose(
              new RunnerLostException(
                  content.source() + " cannot be read any more, so it cannot be sent to the runner",
                  "Leave the policies alone while a run reads them."));
        }
      }
    };
  }

  @Override
  public void close() {
    lose(new RunnerLostException("was stopped because gitscaler stops", ""));
  }

  private static RunnerLostException unreachable(Path socket, IOException e) {
    String start = "Start `gitscaler program-runner --socket " + socket + "`";
    if (!Files.exists(socket)) {
      return new RunnerLostException("there is no program runner at " + socket, start + ".");
    }
    if (e instanceof ConnectException) {
      return new RunnerLostException(
          "no program runner listens at " + socket, start + " again; its log says why it ended.");
    }
    return new RunnerLostException(
        "the program runner at %s cannot be reached: %s".formatted(socket, e.getMessage()),
        "Give this process the right to write that socket (see --allow-user of the runner), and the right to enter its folder.");
  }

  private RunnerLostException ended() {
    return new RunnerLostException(
        "the program runner at " + socket + " ended meanwhile",
        "Its log says why. The next program tries it again.");
  }

  private RunnerLostException hangs() {
    return RunnerLostException.hanging(
        "the program runner at %s has not answered for %d s"
            .formatted(socket, liveness.patience().toSeconds()),
        "Start it anew, or give it more of a processor. It is tried again in a while.");
  }

  private RunnerLostException nonsense(String what) {
    return new RunnerLostException(
        "the program runner at %s sent what no runner sends (%s)".formatted(socket, what),
        "Find out what listens there, and start both from the same version of gitscaler.");
  }
}
