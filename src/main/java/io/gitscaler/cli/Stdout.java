package io.gitscaler.cli;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Takes results, and remembers why one could not be written, which a {@link PrintStream} keeps to itself. It is UTF-8 whatever the
 * locale, for JSON is.
 */
public final class Stdout extends PrintStream {
  private final Remembering stream;

  public Stdout(OutputStream stream) {
    this(new Remembering(stream));
  }

  private Stdout(Remembering stream) {
    super(new BufferedOutputStream(stream), false, StandardCharsets.UTF_8);
    this.stream = stream;
  }

  /** Flushes, and gives what went wrong first; null where all arrived, or where the reader went away because it had enough. */
  @Nullable IOException failure() {
    flush();
    IOException failure = stream.failure;
    return failure != null && String.valueOf(failure.getMessage()).contains("Broken pipe")
        ? null
        : failure;
  }

  private static final class Remembering extends FilterOutputStream {
    private @Nullable IOException failure;

    Remembering(OutputStream stream) {
      super(stream);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        failure = failure == null ? e : failure;
        throw e;
      }
    }
  }
}
