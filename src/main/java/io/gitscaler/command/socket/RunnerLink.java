package io.gitscaler.command.socket;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The line to a program runner: that the other end is one of the right user that understands, and that it is alive. Once it is lost
 * it stays lost, with the reason that came first.
 */
final class RunnerLink implements AutoCloseable {
  /** Who waits for what comes over the line. */
  interface Listener {
    /** A program has ended. */
    void ended(long id, Frame frame);

    /** Nothing comes any more; may be told twice. */
    void lost(RunnerLostException why);
  }

  private final RunnerTrouble trouble;
  private final Liveness liveness;
  private final Listener listener;
  private final Connection connection;
  private final CompletableFuture<@Nullable Void> ready = new CompletableFuture<>();
  private volatile long heard = System.nanoTime();
  private volatile long lostAt;
  private volatile @Nullable RunnerLostException lost;

  private RunnerLink(
      RunnerTrouble trouble, Liveness liveness, Listener listener, SocketChannel channel) {
    this.trouble = trouble;
    this.liveness = liveness;
    this.listener = listener;
    this.connection = new Connection(channel);
  }

  /** Begins to connect, and to see to it that the other end is a runner of this user that understands. */
  static RunnerLink open(Path socket, UserPrincipal user, Liveness liveness, Listener listener)
      throws RunnerLostException {
    RunnerTrouble trouble = new RunnerTrouble(socket, liveness.patience());
    try {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      RunnerLink made = new RunnerLink(trouble, liveness, listener, channel);
      // In a thread of its own, for where nobody accepts connections, connecting can take for ever.
      Thread.ofVirtual().name("program-socket-reader").start(() -> made.read(channel, user));
      Thread.ofVirtual().name("program-socket-watch").start(made::watch);
      return made;
    } catch (IOException e) {
      throw trouble.unreachable(e);
    }
  }

  /** Waits until the other end is known to be a runner. */
  void awaitReady() throws RunnerLostException, InterruptedException {
    try {
      ready.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RunnerLostException why) {
        throw why;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Everything that is ever read is read here. */
  private void read(SocketChannel channel, UserPrincipal user) {
    RunnerLostException why = trouble.ended();
    try {
      channel.connect(UnixDomainSocketAddress.of(trouble.socket()));
      check(Peer.user(channel), user);
      connection.send(new Message.Hello(Message.PROTOCOL));
      Frame frame;
      while ((frame = connection.receive()) != null) {
        heard = System.nanoTime();
        take(frame);
      }
    } catch (RunnerLostException e) {
      why = e;
    } catch (BrokenProtocolException e) {
      why = trouble.nonsense(e);
    } catch (IOException e) {
      why = ready.isDone() ? why : trouble.unreachable(e);
    }
    lose(why);
  }

  private void check(UserPrincipal is, UserPrincipal expected) throws RunnerLostException {
    if (!is.equals(expected)) {
      throw trouble.foreign(is, expected);
    }
  }

  private void take(Frame frame) throws BrokenProtocolException, RunnerLostException {
    switch (frame.message()) {
      case Message.Refusal refusal -> throw trouble.refused(refusal);
      case Message.Hello hello -> {
        if (hello.protocol() != Message.PROTOCOL) {
          throw trouble.otherVersion(hello);
        }
        ready.complete(null);
      }
      case Message.Ended ended -> listener.ended(ended.id(), frame);
      case Message.Pong pong -> {
        // That it was heard is all there is to it.
      }
      default -> throw new BrokenProtocolException("a message that only runs send");
    }
  }

  private void watch() {
    try {
      ready.get(liveness.patience().toNanos(), TimeUnit.NANOSECONDS);
      while (lost == null) {
        Thread.sleep(liveness.ping());
        connection.send(new Message.Ping());
        if (System.nanoTime() - heard > liveness.patience().toNanos()) {
          lose(trouble.hangs());
        }
      }
    } catch (TimeoutException e) {
      lose(trouble.hangs());
    } catch (ExecutionException e) {
      // It is lost, and who waits for it has been told.
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody knows this thread", e);
    }
  }

  /** Never blocks; what is sent over a line that is lost is lost. */
  void send(Frame frame) {
    connection.send(frame);
  }

  /** The first reason counts; returns it. */
  synchronized RunnerLostException lose(RunnerLostException why) {
    RunnerLostException first = lost;
    if (first == null) {
      first = why;
      lostAt = System.nanoTime();
      lost = why;
    }
    ready.completeExceptionally(first);
    connection.close();
    listener.lost(first);
    return first;
  }

  /** Why it is of no use any more; null while it is. */
  @Nullable RunnerLostException lost() {
    return lost;
  }

  /** Whether another one may be tried: it is lost, and if it hung, has rested. */
  boolean isOver() {
    RunnerLostException why = lost;
    return why != null && (!why.hangs() || System.nanoTime() - lostAt >= liveness.rest().toNanos());
  }

  RunnerTrouble trouble() {
    return trouble;
  }

  @Override
  public void close() {
    String what = ready.isDone() ? "was stopped" : "was not run";
    lose(new RunnerLostException(what + " because gitscaler stops", ""));
  }
}
