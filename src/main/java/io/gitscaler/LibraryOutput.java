package io.gitscaler;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What libraries print by themselves, such as JGit the stack trace of what it then throws as well: heard with {@code --log-level
 * debug}, for whoever calls the library tells what failed. Our own words take another way.
 */
final class LibraryOutput extends OutputStream {
  private static final Logger LOG = LoggerFactory.getLogger(LibraryOutput.class);

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  private LibraryOutput() {}

  /** Takes the place of {@code System.err}, and sees that threads which end by a bug are heard all the same. */
  static void install() {
    System.setErr(new PrintStream(new LibraryOutput(), true, StandardCharsets.UTF_8));
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, bug) ->
            LOG.error("a bug in gitscaler ended the thread {}", thread.getName(), bug));
  }

  @Override
  public synchronized void write(int octet) {
    if (octet != '\n') {
      line.write(octet);
    } else if (line.size() > 0) {
      LOG.debug("{}", line.toString(StandardCharsets.UTF_8));
      line.reset();
    }
  }
}
