package io.gitscaler.git;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.folder.Deletion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.FS_POSIX;

/** A folder of our own below the temporary folder, gone when it is closed. */
final class ScratchFolder implements AutoCloseable {
  private final Path path;

  private ScratchFolder(Path path) {
    this.path = path;
  }

  /** Creates one that only this user may read. */
  static ScratchFolder below(Path temporary, String prefix) {
    try {
      Files.createDirectories(temporary);
      return new ScratchFolder(Files.createTempDirectory(temporary, prefix));
    } catch (IOException e) {
      throw unusable(temporary, e);
    }
  }

  Path path() {
    return path;
  }

  /** A new bare repository in it. */
  Repository repository(String name) {
    HermeticSystem.install();
    try {
      Repository repository =
          new FileRepositoryBuilder()
              .setFS(new PlainFiles())
              .setBare()
              .setGitDir(path.resolve(name).toFile())
              .build();
      repository.create(true);
      return repository;
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  /** What to tell when a fetched repository cannot be used: mostly the folder's fault, seldom the sender's. */
  OutsideFailure unusable(GitRemote remote, IOException cause) {
    if (cause instanceof MissingObjectException
        || cause instanceof CorruptObjectException
        || cause instanceof IncorrectObjectTypeException) {
      return new OutsideFailure(
          FailureKind.GIT_CONTENT,
          remote.display(),
          "what was fetched is damaged or incomplete: " + ServerText.clean(cause),
          "Run \"git fsck\" on the server's repository.",
          cause);
    }
    return unusable(path, cause);
  }

  /** What to tell when the temporary folder cannot be written. */
  static OutsideFailure unusable(Path folder, IOException cause) {
    return new OutsideFailure(
        FailureKind.UNUSABLE,
        folder.toString(),
        "the temporary folder for Git cannot be written: " + ServerText.clean(cause),
        "Give it space, and this user the right to write it.",
        cause);
  }

  @Override
  public void close() {
    Deletion.of(path);
  }

  /** A file system that JGit does not try out: for a bare repository it would start a shell to ask for the umask. */
  private static final class PlainFiles extends FS_POSIX {
    @Override
    public boolean supportsExecute() {
      return false;
    }

    @Override
    public boolean supportsSymlinks() {
      return false;
    }

    @Override
    public FS newInstance() {
      return new PlainFiles();
    }
  }
}
