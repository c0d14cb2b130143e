package io.gitscaler.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Asks /proc whether a process still runs. */
public final class Processes {
  private Processes() {}

  /** Whether the process runs whose id a program wrote to this file. */
  public static boolean runs(Path pidFile) throws IOException {
    return runs(Long.parseLong(Files.readString(pidFile).strip()));
  }

  /** Whether a process runs; one that has ended and that nobody has collected yet does not. */
  public static boolean runs(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return "ZX".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) < 0;
    } catch (IOException e) {
      return false;
    }
  }
}
