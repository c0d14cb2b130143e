package io.gitscaler.cli;

import io.gitscaler.testing.FakeUseCases;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs the real command line on streams and an environment of its own. */
final class CommandLineRun {
  private final Map<String, String> environment = new HashMap<>();
  private final FakeUseCases useCases;
  private boolean terminal;
  private int width;
  private @Nullable OutputStream full;

  CommandLineRun(FakeUseCases useCases) {
    this.useCases = useCases;
  }

  CommandLineRun with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  CommandLineRun onTerminal(int columns) {
    terminal = true;
    width = columns;
    return this;
  }

  /** With a stdout that takes nothing, and says so. */
  CommandLineRun withoutRoomFor(String why) {
    full =
        new OutputStream() {
          @Override
          public void write(int octet) throws IOException {
            throw new IOException(why);
          }
        };
    return this;
  }

  /** What a process leaves. */
  record Ended(int status, String out, String err) {}

  Ended of(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Surroundings surroundings =
        new Surroundings(
            environment,
            new Stdout(full == null ? out : full),
            new PrintStream(err, false, StandardCharsets.UTF_8),
            new Surroundings.Terminal(terminal, terminal, () -> width));
    int status = Cli.execute(arguments, surroundings, useCases);
    return new Ended(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
