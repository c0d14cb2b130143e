package io.gitscaler.command;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kills what a program started and left behind: background jobs, daemons, whatever ignores other signals. A descendant is
 * recognised by the program's session, or by the program's HOME in its environment, since a daemon leaves the session but
 * hardly ever its environment. Both are read from {@code /proc}; where there is none (other systems than Linux) only the
 * children of a killed program die, which {@link ProcessRun} sees to.
 *
 * <p>One look through {@code /proc} serves all programs that ended meanwhile, and looking takes at most about a tenth of
 * one processor, so that a thousand short programs do not cost a thousand looks.
 */
final class Strays {
  private static final Logger LOG = LoggerFactory.getLogger(Strays.class);
  private static final Path PROC = Path.of("/proc");
  private static final int REST_FACTOR = 9;

  /** A look finds what was forked during the one before; more rounds than this only a fork bomb survives. */
  private static final int MAX_ROUNDS = 100;

  /** How long a killed process is given to be gone, before the next look. */
  private static final Duration DYING = Duration.ofMillis(20);

  /** How long a process is watched that may be becoming another program: a few system calls, and a scheduler's delay. */
  private static final Duration CHANGING = Duration.ofSeconds(1);

  private static final Duration AGAIN = Duration.ofNanos(200_000);

  /**
   * What the descendants of one program carry.
   *
   * @param session the program's own session, or 0 where it has none
   * @param home its HOME, which no other program has
   */
  record Mark(long session, Path home) {}

  private final Set<Mark> ended = ConcurrentHashMap.newKeySet();
  private final ReentrantLock looking = new ReentrantLock();
  private long restUntil = System.nanoTime();

  /** Returns when no process carries the mark any more. To be called after the program itself has ended. */
  void kill(Mark mark) {
    ended.add(mark);
    looking.lock();
    try {
      if (!ended.contains(mark)) {
        return; // The look of somebody else began after this program had ended.
      }
      rest();
      Set<Mark> marks = Set.copyOf(ended);
      killUntilNoneIsLeft(marks);
      ended.removeAll(marks);
    } finally {
      looking.unlock();
    }
  }

  private void killUntilNoneIsLeft(Set<Mark> marks) {
    Set<Long> killed = Set.of();
    for (int round = 0; round < MAX_ROUNDS; round++) {
      long start = System.nanoTime();
      Set<Long> found = killAll(marks);
      long end = System.nanoTime();
      restUntil = end + (end - start) * REST_FACTOR;
      if (found.isEmpty()) {
        return;
      }
      if (killed.containsAll(found)) {
        // Only what is about to die is left, and needs a processor for it.
        LockSupport.parkNanos(DYING.toNanos());
      }
      killed = found;
    }
  }

  private void rest() {
    long left;
    while ((left = restUntil - System.nanoTime()) > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(left);
    }
  }

  /** One look; returns the ids of those it had to kill. */
  private static Set<Long> killAll(Set<Mark> marks) {
    Set<Long> sessions = marks.stream().map(Mark::session).collect(Collectors.toSet());
    sessions.remove(0L);
    Set<String> homes = marks.stream().map(m -> m.home().toString()).collect(Collectors.toSet());
    Set<Long> killed = new HashSet<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (isStray(process, sessions, homes)) {
          long id = Long.parseLong(process.getFileName().toString());
          ProcessHandle.of(id).ifPresent(ProcessHandle::destroyForcibly);
          killed.add(id);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.debug("no processes to look through in {}: {}", PROC, e.getMessage());
    }
    return killed;
  }

  private static boolean isStray(Path process, Set<Long> sessions, Set<String> homes) {
    long end = System.nanoTime() + CHANGING.toNanos();
    try {
      while (true) {
        ProcessStat stat = ProcessStat.parse(read(process.resolve("stat")));
        if (stat.dead() || sessions.contains(stat.session())) {
          return !stat.dead();
        }
        String environment = read(process.resolve("environ"));
        if (stat.isWhole(environment) || System.nanoTime() - end > 0) {
          return homes.contains(home(environment));
        }
        LockSupport.parkNanos(AGAIN.toNanos());
      }
    } catch (IOException e) {
      return false; // Gone meanwhile, or somebody else's.
    }
  }

  private static String home(String environment) {
    String all = '\0' + environment + '\0';
    int start = all.indexOf("\0HOME=");
    return start < 0 ? "" : all.substring(start + 6, all.indexOf('\0', start + 6));
  }

  /** In one system call where it is of a usual size: what comes between two may be another program. */
  private static String read(Path file) throws IOException {
    try (InputStream in = new FileInputStream(file.toFile())) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
