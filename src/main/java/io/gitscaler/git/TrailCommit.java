package io.gitscaler.git;

import io.gitscaler.history.QueuedRecord;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

/** The next commit of the trail: the records that the branch does not hold yet, each at the end of its file. */
final class TrailCommit {
  private final TrailBranch branch;
  private final List<TrailMonth> months;
  private final List<QueuedRecord> added;

  private TrailCommit(TrailBranch branch, List<TrailMonth> months, List<QueuedRecord> added) {
    this.branch = branch;
    this.months = months;
    this.added = added;
  }

  /** Works out what there is to add. */
  static TrailCommit prepare(TrailBranch branch, List<QueuedRecord> records) throws IOException {
    List<TrailMonth> months = months(branch, records);
    List<TrailPart> unread = unread(months);
    while (!unread.isEmpty()) {
      branch.bring(unread.stream().map(TrailPart::path).toList());
      for (TrailMonth month : months) {
        TrailPart part = month.unread();
        if (part != null) {
          month.read(branch.content(part.path()).orElse(new byte[0]));
        }
      }
      unread = unread(months);
    }
    Set<String> missing = new HashSet<>();
    months.forEach(month -> missing.addAll(month.missing()));
    return new TrailCommit(
        branch,
        months.stream().filter(month -> !month.missing().isEmpty()).toList(),
        records.stream().filter(record -> missing.remove(record.id())).toList());
  }

  private static List<TrailPart> unread(List<TrailMonth> months) {
    return months.stream().map(TrailMonth::unread).filter(Objects::nonNull).toList();
  }

  private static List<TrailMonth> months(TrailBranch branch, List<QueuedRecord> records)
      throws IOException {
    Map<TrailPart, List<QueuedRecord>> byMonth = new LinkedHashMap<>();
    for (QueuedRecord record : records) {
      byMonth.computeIfAbsent(TrailFiles.first(record), first -> new ArrayList<>()).add(record);
    }
    List<TrailMonth> months = new ArrayList<>();
    for (Map.Entry<TrailPart, List<QueuedRecord>> each : byMonth.entrySet()) {
      TrailPart first = each.getKey();
      List<TrailPart> parts =
          branch.parts(first.folder()).stream()
              .filter(part -> part.month().equals(first.month()))
              .toList();
      months.add(new TrailMonth(first, parts, each.getValue()));
    }
    return months;
  }

  /** The records that it adds, in the order in which they were given. */
  List<QueuedRecord> added() {
    return added;
  }

  /** Where the branch must still be when the commit arrives; the zero id for a branch that does not exist. */
  ObjectId parent() {
    RevCommit tip = branch.tip();
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
      RevCommit tip = branch.tip();
      TreeEdit root =
          new TreeEdit(reader, branch.where(), tip == null ? null : tip.getTree().getId());
      if (tip == null) {
        root.put(TrailFiles.MARKER, inserter.insert(Constants.OBJ_BLOB, TrailFiles.marker()));
        root.put(TrailFiles.README, inserter.insert(Constants.OBJ_BLOB, TrailFiles.readme()));
      }
      for (TrailMonth month : months) {
        month.write(branch, root, inserter);
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
