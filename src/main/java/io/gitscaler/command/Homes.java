package io.gitscaler.command;

import io.gitscaler.folder.Deletion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The empty folders that programs get as HOME, one for each run, readable by nobody else. */
final class Homes implements AutoCloseable {
  private final Path temporaryFolder;
  private final AtomicLong count = new AtomicLong();
  private @Nullable Path root;
  private boolean closed;

  Homes(Path temporaryFolder) {
    this.temporaryFolder = temporaryFolder;
  }

  Path create() throws IOException {
    return Files.createDirectory(root().resolve(Long.toString(count.incrementAndGet())));
  }

  private synchronized Path root() throws IOException {
    if (closed) {
      throw new IOException("gitscaler stops");
    }
    Path existing = root;
    if (existing == null) {
      existing = Files.createTempDirectory(temporaryFolder, "gitscaler-programs-");
      root = existing;
    }
    return existing;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (root != null) {
      Deletion.of(root);
      root = null;
    }
  }
}
