package io.gitscaler.command.socket;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One end of a socket. Frames are written by a thread of its own: the JDK closes a channel whose writer is interrupted, and
 * who asks for a program may be interrupted at any time.
 */
final class Connection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  private final SocketChannel channel;
  private final InputStream in;

  /** What is still to be written; the end of it closes the channel. */
  private final LinkedBlockingQueue<Optional<ByteBuffer>> out = new LinkedBlockingQueue<>();

  Connection(SocketChannel channel) {
    this.channel = channel;
    this.in = Channels.newInputStream(channel);
    Thread.ofVirtual().name("program-socket-writer").start(this::write);
  }

  /** Never blocks; what is sent over a connection that is lost is lost. */
  void send(Message message) {
    send(new Frame(message));
  }

  void send(Frame frame) {
    out.add(Optional.of(Wire.spell(frame)));
  }

  /** For one thread only. Null at the end of the connection. */
  @Nullable Frame receive() throws IOException {
    return Wire.read(in);
  }

  private void write() {
    try (channel) {
      boolean heard = true;
      Optional<ByteBuffer> frame = out.take();
      while (frame.isPresent()) {
        heard = heard && written(frame.get());
        frame = out.take();
      }
    } catch (IOException e) {
      LOG.debug("a connection cannot be closed: {}", e.getMessage());
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody knows this thread", e);
    }
  }

  /**
   * False when the other end takes nothing more. The channel stays open then: the last that the other end said, why it refuses
   * for instance, may still wait to be read.
   */
  private boolean written(ByteBuffer frame) {
    try {
      while (frame.hasRemaining()) {
        channel.write(frame);
      }
      return true;
    } catch (IOException e) {
      LOG.debug("a connection is lost: {}", e.getMessage());
      return false;
    }
  }

  /** Closes it as soon as all that was sent has been written. */
  void closeAfterSending() {
    out.add(Optional.empty());
  }

  /** Closes it at once; who reads or writes is woken. */
  @Override
  public void close() {
    out.clear();
    out.add(Optional.empty());
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("a connection cannot be closed: {}", e.getMessage());
    }
  }
}
