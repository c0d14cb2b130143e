package io.gitscaler.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gitscaler.git.HermeticSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** A bare Git repository in a folder, as a server would keep it. */
final class DemoRepository implements AutoCloseable {
  private static final String TEAM = "Team Shop";

  private final Repository repository;

  private DemoRepository(Repository repository) {
    this.repository = repository;
  }

  /** Creates an empty one, whose first branch will be {@code main}. */
  static DemoRepository create(Path folder) throws IOException {
    HermeticSystem.install();
    Repository repository =
        new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().build();
    repository.create(true);
    repository.updateRef(Constants.HEAD).link(Constants.R_HEADS + "main");
    return new DemoRepository(repository);
  }

  /** The repository itself, for a server. It is closed with this. */
  Repository repository() {
    return repository;
  }

  /** Commits these files, and no others, to {@code main}. */
  void commit(SortedMap<String, String> files, String message, Instant at) throws IOException {
    String branch = Constants.R_HEADS + "main";
    ObjectId before = repository.resolve(branch);
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(tree(files, inserter));
      if (before != null) {
        commit.setParentId(before);
      }
      PersonIdent team = new PersonIdent(TEAM, "shop@example.org", at, ZoneOffset.UTC);
      commit.setAuthor(team);
      commit.setCommitter(team);
      commit.setMessage(message + "\n");
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      RefUpdate update = repository.updateRef(branch);
      update.setNewObjectId(id);
      RefUpdate.Result result = update.update();
      if (result != RefUpdate.Result.NEW && result != RefUpdate.Result.FAST_FORWARD) {
        throw new IOException(repository.getDirectory() + ": commit failed, " + result);
      }
    }
  }

  private static ObjectId tree(SortedMap<String, String> files, ObjectInserter inserter)
      throws IOException {
    DirCache index = DirCache.newInCore();
    DirCacheBuilder builder = index.builder();
    for (var file : files.entrySet()) {
      DirCacheEntry entry = new DirCacheEntry(file.getKey());
      entry.setFileMode(FileMode.REGULAR_FILE);
      entry.setObjectId(inserter.insert(Constants.OBJ_BLOB, file.getValue().getBytes(UTF_8)));
      builder.add(entry);
    }
    builder.finish();
    return index.writeTree(inserter);
  }

  /** The branch's history, newest first, as {@code git log} tells it; empty where there is no such branch. */
  List<String> log(String branch) throws IOException {
    List<String> lines = new ArrayList<>();
    ObjectId tip = repository.resolve(Constants.R_HEADS + branch);
    if (tip == null) {
      return lines;
    }
    try (RevWalk walk = new RevWalk(repository)) {
      walk.markStart(walk.parseCommit(tip));
      for (RevCommit commit : walk) {
        lines.add(entry(commit));
      }
    }
    return lines;
  }

  private static String entry(RevCommit commit) {
    PersonIdent author = commit.getAuthorIdent();
    return "commit "
        + commit.name()
        + "\nAuthor: "
        + author.getName()
        + "\nDate:   "
        + author.getWhenAsInstant()
        + "\n\n"
        + commit
            .getFullMessage()
            .stripTrailing()
            .lines()
            .map(line -> "    " + line)
            .collect(Collectors.joining("\n"));
  }

  @Override
  public void close() {
    repository.close();
  }
}
