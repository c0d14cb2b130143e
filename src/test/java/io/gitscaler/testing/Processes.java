package io.gitscaler.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Asks /proc whether a process still runs. */
public final class Processes {
  private Processes() {}

  /** Whether the process whose id a program wrote to this file runs; zombies that nobody has collected yet do not. */
  public static boolean runs(Path pidFile) throws IOException {
    Path stat = Path.of("/proc", Files.readString(pidFile).strip(), "stat");
    try {
      String text = Files.readString(stat);
      return text.charAt(text.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return false;
    }
  }
}
