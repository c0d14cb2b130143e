package io.gitscaler.git;

import io.gitscaler.history.QueuedRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;
import org.jspecify.annotations.Nullable;

/** Records of one policy and month on their way to the trail: which of them it lacks, and which file takes them. */
final class TrailMonth {
  /**
   * Records of a policy are appended in the order of their times, but for one run that lost the Lease to another: its own may
   * arrive as late as it lives.
   */
  private static final Duration OUT_OF_ORDER = Duration.ofHours(1);

  private final TrailPart first;
  private final List<TrailPart> existing;
  private final List<QueuedRecord> missing;

  /** The index of the part to be looked into next, from the newest back. */
  private int unread;

  TrailMonth(TrailPart first, List<TrailPart> existing, List<QueuedRecord> records) {
    this.first = first;
    this.existing = existing;
    Set<String> ids = new HashSet<>();
    this.missing =
        records.stream()
            .filter(one -> ids.add(one.id()))
            .collect(Collectors.toCollection(ArrayList::new));
    this.unread = existing.size() - 1;
  }

  /** The file that has to be looked into next to know what is missing; null once that is known. */
  @Nullable TrailPart unread() {
    return unread < 0 || missing.isEmpty() ? null : existing.get(unread);
  }

  /** Takes note of what is in the file that was to be looked into. */
  void read(byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    Set<String> known = TrailFiles.ids(text);
    missing.removeIf(record -> known.contains(record.id()));
    unread = earlierMayHold(text) ? unread - 1 : -1;
  }

  private boolean earlierMayHold(String text) {
    Instant oldest =
        missing.stream().map(QueuedRecord::at).min(Instant::compareTo).orElse(Instant.MAX);
    return TrailFiles.begin(text)
        .map(begin -> !begin.isBefore(oldest.minus(OUT_OF_ORDER)))
        .orElse(true);
  }

  Set<String> missing() {
    return missing.stream().map(QueuedRecord::id).collect(Collectors.toSet());
  }

  /** Puts the missing records at the end of the newest file, or into the one after it where that is full. */
  void write(TrailBranch branch, TreeEdit root, ObjectInserter inserter) throws IOException {
    TrailPart part = existing.isEmpty() ? first : existing.getLast();
    byte[] before = branch.content(part.path()).orElse(new byte[0]);
    if (before.length >= TrailPart.FULL) {
      part = part.next();
      before = new byte[0];
    }
    root.put(part.path(), inserter.insert(Constants.OBJ_BLOB, appended(before)));
  }

  private byte[] appended(byte[] before) {
    StringBuilder lines = new StringBuilder();
    if (before.length > 0 && before[before.length - 1] != '\n') {
      lines.append('\n');
    }
    missing.forEach(record -> lines.append(record.line()).append('\n'));
    byte[] more = lines.toString().getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(before, before.length + more.length);
    System.arraycopy(more, 0, all, before.length, more.length);
    return all;
  }
}
