package io.gitscaler.command.socket;

import io.gitscaler.command.Execution;
import io.gitscaler.command.Outcome;
import io.gitscaler.command.Task;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.folder.Deletion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a runner does for one connection. When that ends, its programs end and its files go. */
final class ProgramSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProgramSession.class);

  /** A run asks for no more at once. */
  static final int MOST_PROGRAMS = 1_000;

  private final Connection connection;
  private final Execution execution;
  private final Path folder;
  private final ReceivedFiles files;
  private final Map<Long, Thread> running = new ConcurrentHashMap<>();
  private boolean greeted;

  /**
   * Nothing was said yet.
   *
   * @param folder exists, is empty, and is deleted at the end
   */
  ProgramSession(Connection connection, Execution execution, Path folder) {
    this.connection = connection;
    this.execution = execution;
    this.folder = folder;
    this.files = new ReceivedFiles(folder);
  }

  /** Does what it is told until the connection ends. */
  void serve() {
    try {
      Frame frame;
      while ((frame = connection.receive()) != null) {
        take(frame);
      }
    } catch (UncheckedIOException e) {
      LOG.warn("the files of a run cannot be written: {}", e.getMessage());
      connection.send(
          new Message.Refusal("it cannot write the policies' files: " + e.getMessage()));
    } catch (BrokenProtocolException e) {
      LOG.warn("a connection was ended that sent {}", e.what());
      connection.send(new Message.Refusal("it was sent " + e.what()));
    } catch (IOException e) {
      LOG.debug("a connection was lost: {}", e.getMessage());
    } finally {
      connection.closeAfterSending();
      end();
    }
  }

  private void take(Frame frame) throws IOException {
    if (!greeted && !(frame.message() instanceof Message.Hello)) {
      throw new BrokenProtocolException("something before the greeting");
    }
    switch (frame.message()) {
      case Message.Hello hello -> greet(hello);
      case Message.PolicyFile file -> write(() -> files.add(file, frame.bytes()));
      case Message.PolicyLink link -> write(() -> files.add(link));
      case Message.FilesComplete complete -> write(() -> files.complete(complete.files()));
      case Message.FilesObsolete obsolete -> files.obsolete(obsolete.files());
      case Message.Start start -> start(start.id(), Starts.task(start, frame.bytes(), files));
      case Message.Cancel cancel -> {
        Thread program = running.get(cancel.id());
        if (program != null) {
          program.interrupt();
        }
      }
      case Message.Ping ping -> connection.send(new Message.Pong());
      case Message.Ended ended -> throw new BrokenProtocolException("a runner's message");
      case Message.Pong pong -> throw new BrokenProtocolException("a runner's message");
      case Message.Refusal refusal -> throw new BrokenProtocolException("a runner's message");
    }
  }

  /** What goes wrong with the disk is nobody's fault at the other end. */
  private static void write(Writing writing) throws BrokenProtocolException {
    try {
      writing.write();
    } catch (BrokenProtocolException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
    }
  }

  private interface Writing {
    void write() throws IOException;
  }

  private void greet(Message.Hello hello) {
    greeted = true;
    // A run of another version sees from this that it will not be understood.
    connection.send(new Message.Hello(Message.PROTOCOL));
    if (hello.protocol() != Message.PROTOCOL) {
      LOG.warn("a run speaks version {} of the protocol", hello.protocol());
      connection.closeAfterSending();
    }
  }

  private void start(long id, Task task) throws BrokenProtocolException {
    if (running.size() >= MOST_PROGRAMS || running.containsKey(id)) {
      throw new BrokenProtocolException("more programs than a run has");
    }
    Thread program = Thread.ofVirtual().name("program-task").unstarted(() -> run(id, task));
    running.put(id, program);
    program.start();
  }

  private void run(long id, Task task) {
    Outcome outcome;
    try {
      outcome = execution.run(task);
    } catch (InterruptedException e) {
      outcome = Outcome.of(task.failure("was not run because gitscaler stops", ""));
    } catch (OutsideFailure e) {
      outcome = Outcome.of(e);
    } catch (RuntimeException e) {
      LOG.error("a bug of the program runner", e);
      outcome = Outcome.of(task.failure("was not run because of a bug in the program runner", ""));
    }
    running.remove(id);
    connection.send(Answers.of(id, outcome, execution.secrets(task)));
  }

  /** Nobody waits for its programs any more. */
  private void end() {
    running.values().forEach(Thread::interrupt);
    for (Thread program : running.values()) {
      try {
        program.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody knows this thread", e);
      }
    }
    Deletion.of(folder);
  }

  @Override
  public void close() {
    connection.close();
  }
}
