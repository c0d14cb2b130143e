package io.gitscaler.cli;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What the process was started in.
 *
 * @param out takes results only; flushed by the one who ends the process
 * @param err takes everything else
 */
public record Surroundings(
    Map<String, String> environment, Stdout out, PrintStream err, Terminal terminal) {
  private static final Set<String> TERMINALS = Set.of("pts", "tty", "console");

  /**
   * Which of the streams a person looks at.
   *
   * @param width asked only where stdout is a terminal, for finding it takes a process
   */
  public record Terminal(boolean out, boolean err, IntSupplier width) {
    public static final Terminal NONE = new Terminal(false, false, () -> Integer.MAX_VALUE);
  }

  /** Those of this process. Both streams are UTF-8 whatever the locale, for JSON is. */
  public static Surroundings ofProcess() {
    return new Surroundings(
        System.getenv(),
        new Stdout(new FileOutputStream(FileDescriptor.out)),
        new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.err)),
            true,
            StandardCharsets.UTF_8),
        new Terminal(
            isTerminal(1),
            isTerminal(2),
            () -> CommandSpec.create().usageMessage().autoWidth(true).width()));
  }

  /** The JDK can only tell whether stdin and stdout both are terminals; Linux tells of each for one system call. */
  private static boolean isTerminal(int descriptor) {
    Path link = Path.of("/proc/self/fd/" + descriptor);
    try {
      Path file = Files.readSymbolicLink(link);
      return file.startsWith("/dev")
          && file.getNameCount() > 1
          && TERMINALS.stream().anyMatch(file.getName(1).toString()::startsWith);
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }
  }
}
