package io.gitscaler.command.socket;

import io.gitscaler.command.Outcome;
import io.gitscaler.command.Task;
import java.io.IOException;
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

/** A connection to a program runner. Programs run over it side by side; when it is lost, all of them have failed. */
final class RunnerConnection implements AutoCloseable {
  /** What a runner may take beyond a program's time-out; one that takes longer means to hold the run up. */
  private static final Duration GRACE = Duration.ofMinutes(5);

  /** As many roots as one pass can have, and those of the pass before. */
  private static final int TREES_KEPT = 4;

  private static final Frame NO_ANSWER = new Frame(new Message.Pong());

  private final RunnerLink link;
  private final UnderWay running;
  private final AtomicLong ids = new AtomicLong();
  private final SequencedSet<String> sent = new LinkedHashSet<>();

  private RunnerConnection(RunnerLink link, UnderWay running) {
    this.link = link;
    this.running = running;
  }

  /** Begins to connect. */
  static RunnerConnection open(Path socket, UserPrincipal user, Liveness liveness)
      throws RunnerLostException {
    UnderWay running = new UnderWay(new ConcurrentHashMap<>());
    return new RunnerConnection(RunnerLink.open(socket, user, liveness, running), running);
  }

  /** The programs whose end is waited for, by their id. */
  private record UnderWay(Map<Long, CompletableFuture<Frame>> asked)
      implements RunnerLink.Listener {
    @Override
    public void ended(long id, Frame frame) {
      CompletableFuture<Frame> one = asked.get(id);
      if (one != null) {
        one.complete(frame);
      }
    }

    @Override
    public void lost(RunnerLostException why) {
      asked.values().forEach(one -> one.completeExceptionally(why));
    }
  }

  /** Waits until the other end is known to be a runner of this user that understands. */
  void awaitReady() throws RunnerLostException, InterruptedException {
    link.awaitReady();
  }

  /** Whether another one may be tried: it is lost, and if it hung, has rested. */
  boolean isOver() {
    return link.isOver();
  }

  /** Runs a program. An interrupt ends it, and is kept. */
  Outcome run(Task task, FileTree tree) throws RunnerLostException {
    long id = ids.incrementAndGet();
    CompletableFuture<Frame> asked = new CompletableFuture<>();
    running.asked().put(id, asked);
    try {
      RunnerLostException gone = link.lost();
      if (gone != null) {
        throw gone;
      }
      synchronized (sent) {
        send(tree);
      }
      link.send(Starts.of(task, id, tree.name()));
      Duration longest = task.program().timeout().plus(GRACE);
      return Answers.outcome(asked.get(longest.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      link.send(new Frame(new Message.Cancel(id)));
      return cancelled(task, asked);
    } catch (TimeoutException e) {
      link.send(new Frame(new Message.Cancel(id)));
      throw link.trouble().hangs();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RunnerLostException why) {
        throw why;
      }
      throw new IllegalStateException(e.getCause());
    } catch (BrokenProtocolException e) {
      throw link.lose(link.trouble().nonsense(e));
    } finally {
      running.asked().remove(id);
    }
  }

  /** What becomes of a program that is cancelled: the runner says so when nothing of it runs any more. */
  private Outcome cancelled(Task task, CompletableFuture<Frame> asked) {
    long patience = link.trouble().patience().toNanos();
    try {
      Frame frame =
          asked
              .completeOnTimeout(NO_ANSWER, patience, TimeUnit.NANOSECONDS)
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
      link.send(new Frame(new Message.FilesObsolete(oldest)));
    }
    for (Map.Entry<String, FileTree.Entry> entry : tree.entries().entrySet()) {
      link.send(frame(tree.name(), entry.getKey(), entry.getValue()));
    }
    link.send(new Frame(new Message.FilesComplete(tree.name())));
  }

  private Frame frame(String files, String path, FileTree.Entry entry) throws RunnerLostException {
    return switch (entry) {
      case FileTree.Link target -> new Frame(new Message.PolicyLink(files, path, target.to()));
      case FileTree.Content content -> {
        try {
          yield new Frame(
              new Message.PolicyFile(files, path, content.executable()),
              Files.readAllBytes(content.source()));
        } catch (IOException e) {
          throw link.lose(
              new RunnerLostException(
                  content.source() + " cannot be read any more, so it cannot be sent to the runner",
                  "Leave the policies alone while a run reads them."));
        }
      }
    };
  }

  @Override
  public void close() {
    link.close();
  }
}
