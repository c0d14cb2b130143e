package io.gitscaler.git;

import io.gitscaler.history.QueuedRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;

/** The next commit of the trail: the records that the branch does not hold yet, each at the end of its file. */
final class TrailCommit {
  private final String where;
  private final @Nullable RevCommit tip;
  private final Map<String, byte[]> files;
  private final List<QueuedRecord> added;

  private TrailCommit(
      String where, @Nullable RevCommit tip, Map<String, byte[]> files, List<QueuedRecord> added) {
    this.where = where;
    this.tip = tip;
    this.files = files;
    this.added = added;
  }

  /** Works out what there is to add. */
  static TrailCommit prepare(TrailBranch branch, List<QueuedRecord> records) throws IOException {
    Map<String, List<QueuedRecord>> byFile = new LinkedHashMap<>();
    for (QueuedRecord record : records) {
      byFile
          .computeIfAbsent(TrailFiles.path(record.policy(), record.at()), path -> new ArrayList<>())
          .add(record);
    }
    Map<String, byte[]> before = branch.files(byFile.keySet());
    Map<String, byte[]> after = new LinkedHashMap<>();
    Set<QueuedRecord> fresh = new HashSet<>();
    for (Map.Entry<String, List<QueuedRecord>> file : byFile.entrySet()) {
      byte[] known = before.getOrDefault(file.getKey(), new byte[0]);
      List<QueuedRecord> missing = missing(known, file.getValue());
      if (!missing.isEmpty()) {
        after.put(file.getKey(), append(known, missing));
        fresh.addAll(missing);
      }
    }
    return new TrailCommit(
        branch.where(),
        branch.tip(),
        after,
        records.stream().distinct().filter(fresh::contains).toList());
  }

  private static List<QueuedRecord> missing(byte[] file, List<QueuedRecord> records) {
    Set<String> ids = TrailFiles.ids(new String(file, StandardCharsets.UTF_8));
    return records.stream().filter(record -> ids.add(record.id())).toList();
  }

  private static byte[] append(byte[] file, List<QueuedRecord> records) {
    StringBuilder lines = new StringBuilder();
    if (file.length > 0 && file[file.length - 1] != '\n') {
      lines.append('\n');
    }
    records.forEach(record -> lines.append(record.line()).append('\n'));
    byte[] more = lines.toString().getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(file, file.length + more.length);
    System.arraycopy(more, 0, all, file.length, more.length);
    return all;
  }

  /** The records that it adds, in the order in which they were given. */
  List<QueuedRecord> added() {
    return added;
  }

  /** Where the branch must still be when the commit arrives; the zero id for a branch that does not exist. */
  ObjectId parent() {
    return tip == null ? ObjectId.zeroId() : tip;
  }

  /** Writes it into the local repository. */
  ObjectId write(
      Repository local,
      TrailSettings settings,
      Instant now,
      Function<List<QueuedRecord>, String> message)
      throws IOException {
    try (ObjectInserter inserter = local.newObjectInserter();
        ObjectReader reader = local.newObjectReader()) {
      TreeEdit root = new TreeEdit(reader, where, tip == null ? null : tip.getTree().getId());
      if (tip == null) {
        root.put(TrailFiles.MARKER, inserter.insert(Constants.OBJ_BLOB, TrailFiles.marker()));
        root.put(TrailFiles.README, inserter.insert(Constants.OBJ_BLOB, TrailFiles.readme()));
      }
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        root.put(file.getKey(), inserter.insert(Constants.OBJ_BLOB, file.getValue()));
      }
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(root.write(inserter));
      if (tip != null) {
        commit.setParentId(tip);
      }
      TrailAuthor author = settings.author();
      PersonIdent person = new PersonIdent(author.name(), author.email(), now, ZoneOffset.UTC);
      commit.setAuthor(person);
      commit.setCommitter(person);
      commit.setMessage(message.apply(added));
      if (settings.signingKey() != null) {
        settings.signingKey().sign(commit);
      }
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      return id;
    }
  }
}
