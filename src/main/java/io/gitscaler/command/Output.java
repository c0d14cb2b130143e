package io.gitscaler.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One output of a process, read to its end in bounded memory. */
final class Output {
  private static final Logger LOG = LoggerFactory.getLogger(Output.class);

  private final InputStream stream;
  private final int max;
  private final CountDownLatch read = new CountDownLatch(1);
  private byte[] kept = {};

  /**
   * Reads nothing yet.
   *
   * @param max bytes to keep
   */
  Output(InputStream stream, int max) {
    this.stream = stream;
    this.max = max;
  }

  /** Keeps the beginning; {@code tooMuch} runs, and reading ends, when there is more than fits. */
  void readHead(Runnable tooMuch) {
    byte[] chunk = new byte[8192];
    try (stream) {
      int length;
      while ((length = stream.read(chunk)) >= 0) {
        if (size() + length > max) {
          tooMuch.run();
          return;
        }
        keep(chunk, length);
      }
    } catch (IOException e) {
      // The stream of a killed process: what was read until then is what it gave.
    } finally {
      read.countDown();
    }
  }

  /** Keeps the end and forgets the beginning. */
  void readTail() {
    byte[] chunk = new byte[8192];
    try (stream) {
      int length;
      while ((length = stream.read(chunk)) >= 0) {
        keep(chunk, length);
      }
    } catch (IOException e) {
      // As above.
    } finally {
      read.countDown();
    }
  }

  private synchronized int size() {
    return kept.length;
  }

  private synchronized void keep(byte[] chunk, int length) {
    byte[] all = Arrays.copyOf(kept, kept.length + length);
    System.arraycopy(chunk, 0, all, kept.length, length);
    kept = all.length <= max ? all : Arrays.copyOfRange(all, all.length - max, all.length);
  }

  /** What was kept, as UTF-8 with replacement characters for what is none; waits for the end at most {@code patience}. */
  String text(Duration patience) {
    boolean interrupted = false;
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        if (!read.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          LOG.debug("an output is still held open by a process that could not be found");
        }
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      return new String(kept, StandardCharsets.UTF_8);
    }
  }
}
