package io.gitscaler.command;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The empty folders that programs get as HOME, one for each run, readable by nobody else. */
final class Homes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Homes.class);

  private final Path temporaryFolder;
  private final AtomicLong count = new AtomicLong();
  private @Nullable Path root;

  Homes(Path temporaryFolder) {
    this.temporaryFolder = temporaryFolder;
  }

  Path create() throws IOException {
    return Files.createDirectory(root().resolve(Long.toString(count.incrementAndGet())));
  }

  private synchronized Path root() throws IOException {
    Path existing = root;
    if (existing == null) {
      existing = Files.createTempDirectory(temporaryFolder, "gitscaler-programs-");
      root = existing;
    }
    return existing;
  }

  /** Removes a folder with all that the program left in it; follows no links. */
  void delete(Path home) {
    try {
      Files.walkFileTree(home, new Deletion());
    } catch (IOException e) {
      LOG.warn("{}: a program left files that cannot be deleted: {}", home, e.getMessage());
    }
  }

  @Override
  public synchronized void close() {
    if (root != null) {
      delete(root);
      root = null;
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    /** What is gone already needs no deletion. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
