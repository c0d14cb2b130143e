package io.gitscaler.statefile;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.RunTally;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.history.StoredState;
import io.gitscaler.policy.PolicyId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One part of the state as named texts, which is what a ConfigMap holds: {@code schema}, {@code sequence}, {@code run}, {@code
 * earlier}, {@code trail}, {@code parts}, {@code policies} with one line of JSON for each policy, {@code moves}, and {@code queue} with two
 * lines for each record: what the queue knows of it, then the record to the letter. {@code state-store/README.md} explains
 * every field.
 *
 * @param sequence counts the saves; where two parts tell of the same policy, the higher one is the newer
 * @param content the part's share of the state, its queue in order
 * @param parts in the first part, the numbers of the others: what is not there is then missed; in the others empty
 */
public record HistoryFile(long sequence, StoredState content, SortedSet<Integer> parts) {
  /** The schema that is written. */
  public static final int SCHEMA = StateMigration.NEWEST;

  private static final String SCHEMA_KEY = "schema";
  private static final String SEQUENCE_KEY = "sequence";
  private static final String RUN_KEY = "run";
  private static final String EARLIER_KEY = "earlier";
  private static final String TRAIL_KEY = "trail";
  private static final String POLICIES_KEY = "policies";
  private static final String QUEUE_KEY = "queue";
  private static final String MOVES_KEY = "moves";
  private static final String PARTS_KEY = "parts";

  public HistoryFile {
    content = content.withQueue(content.queue().stream().sorted(StoredState.OLDEST_FIRST).toList());
    parts = Collections.unmodifiableSortedSet(new TreeSet<>(parts));
  }

  /** A part that knows of no others. */
  public HistoryFile(long sequence, StoredState content) {
    this(sequence, content, new TreeSet<>());
  }

  /** Whether it says the same as another, whenever either was written. */
  boolean saysTheSameAs(HistoryFile other) {
    return content.equals(other.content) && parts.equals(other.parts);
  }

  boolean isEmpty() {
    return content.equals(StoredState.EMPTY);
  }

  /** The texts by their names. */
  public Map<String, String> spell() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(SCHEMA_KEY, String.valueOf(SCHEMA));
    texts.put(SEQUENCE_KEY, String.valueOf(sequence));
    if (content.lastRun() != null) {
      texts.put(RUN_KEY, Json.write(RunDocument.of(content.lastRun())));
    }
    if (!content.earlier().equals(RunTally.NONE)) {
      texts.put(EARLIER_KEY, Json.write(TallyDocument.of(content.earlier())));
    }
    if (content.trail() != null) {
      texts.put(TRAIL_KEY, Json.write(TrailDocument.of(content.trail())));
    }
    if (!parts.isEmpty()) {
      texts.put(PARTS_KEY, Json.write(parts));
    }
    if (!content.histories().isEmpty()) {
      texts.put(
          POLICIES_KEY,
          content.histories().entrySet().stream()
              .map(entry -> line(entry.getKey(), entry.getValue()))
              .collect(Collectors.joining()));
    }
    if (!content.moves().isEmpty()) {
      texts.put(MOVES_KEY, Json.write(MovesDocument.of(content.moves())));
    }
    if (!content.queue().isEmpty()) {
      texts.put(
          QUEUE_KEY,
          content.queue().stream().map(HistoryFile::lines).collect(Collectors.joining()));
    }
    return texts;
  }

  static String line(PolicyId policy, ScalingHistory history) {
    return Json.write(HistoryDocument.of(policy, history)) + "\n";
  }

  static String lines(QueuedRecord record) {
    if (record.line().indexOf('\n') >= 0) {
      throw new IllegalArgumentException("record " + record.id() + " is more than one line");
    }
    return Json.write(QueuedDocument.withoutLine(record)) + "\n" + record.line() + "\n";
  }

  /**
   * Reads the texts.
   *
   * @param where the object that holds them, such as {@code ConfigMap gitscaler/gitscaler}
   * @throws OutsideFailure when one of them is no text of ours, or the schema is newer
   */
  public static HistoryFile read(String where, Map<String, String> texts) {
    Map<String, String> current = StateMigration.migrate(schema(where, texts), texts);
    return new HistoryFile(
        new Reading(where, SEQUENCE_KEY)
            .value(() -> Long.parseLong(current.getOrDefault(SEQUENCE_KEY, ""))),
        new StoredState(
            histories(where, current.getOrDefault(POLICIES_KEY, "")),
            queue(where, current.getOrDefault(QUEUE_KEY, "")),
            new Reading(where, RUN_KEY)
                .read(current.get(RUN_KEY), RunDocument.class, RunDocument::run),
            Objects.requireNonNullElse(
                new Reading(where, EARLIER_KEY)
                    .read(current.get(EARLIER_KEY), TallyDocument.class, TallyDocument::tally),
                RunTally.NONE),
            new Reading(where, TRAIL_KEY)
                .read(current.get(TRAIL_KEY), TrailDocument.class, TrailDocument::mark),
            moves(where, current.get(MOVES_KEY))),
        parts(where, current.get(PARTS_KEY)));
  }

  private static SortedSet<Integer> parts(String where, @Nullable String text) {
    SortedSet<Integer> parts =
        new Reading(where, PARTS_KEY)
            .read(text, Integer[].class, numbers -> new TreeSet<>(List.of(numbers)));
    return parts == null ? new TreeSet<>() : parts;
  }

  private static SortedMap<PolicyId, ScalingHistory> histories(String where, String policies) {
    SortedMap<PolicyId, ScalingHistory> histories = new TreeMap<>();
    int number = 0;
    for (String line : new Reading(where, POLICIES_KEY).whole(policies).lines().toList()) {
      Reading reading = new Reading(where, POLICIES_KEY + ", line " + ++number);
      HistoryDocument document = reading.document(line, HistoryDocument.class);
      PolicyId policy = reading.value(() -> PolicyId.parse(document.policy()));
      if (histories.put(policy, reading.value(document::history)) != null) {
        throw reading.unusable(policy + " is there twice", null);
      }
    }
    return histories;
  }

  private static SortedMap<PolicyId, Integer> moves(String where, @Nullable String text) {
    SortedMap<PolicyId, Integer> moves =
        new Reading(where, MOVES_KEY).read(text, MovesDocument.class, MovesDocument::moves);
    return moves == null ? new TreeMap<>() : moves;
  }

  private static List<QueuedRecord> queue(String where, String text) {
    // Split by hand: a record may hold the other characters that end a line for some readers.
    String[] lines = new Reading(where, QUEUE_KEY).whole(text).split("\n", -1);
    List<QueuedRecord> queue = new ArrayList<>();
    for (int i = 0; i + 1 < lines.length; i += 2) {
      Reading reading = new Reading(where, QUEUE_KEY + ", line " + (i + 1));
      QueuedDocument document = reading.document(lines[i], QueuedDocument.class);
      if (i + 2 >= lines.length) {
        throw reading.unusable("the record that should follow is missing", null);
      }
      String record = lines[i + 1];
      queue.add(reading.value(() -> document.queued(record)));
    }
    return queue;
  }

  /** The version of the texts; one that can be read. */
  private static int schema(String where, Map<String, String> texts) {
    String text = texts.getOrDefault(SCHEMA_KEY, "");
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw new Reading(where, SCHEMA_KEY).unusable("it is no schema version", null);
    }
    int version = Integer.parseInt(text);
    if (version > SCHEMA) {
      throw new OutsideFailure(
          FailureKind.UNUSABLE,
          where,
          "the state has schema version "
              + text
              + ", and this gitscaler reads versions up to "
              + SCHEMA
              + "; nothing was changed",
          "Run the version of gitscaler that wrote it, or a newer one.");
    }
    return version;
  }

  /** Reading one text: every way of being wrong becomes a failure that names the place. */
  private record Reading(String where, String key) {
    /** A text of lines ends with the end of a line; one that does not was cut. */
    String whole(String text) {
      if (text.isEmpty() || text.endsWith("\n")) {
        return text;
      }
      throw unusable("the last line has no end, so something is missing", null);
    }

    /** The value of a text of one line of JSON; null where there is none. */
    <D, T> @Nullable T read(@Nullable String text, Class<D> type, Function<D, T> value) {
      if (text == null) {
        return null;
      }
      D document = document(text, type);
      return value(() -> value.apply(document));
    }

    <T> T document(String text, Class<T> type) {
      try {
        return Json.MAPPER.readValue(text, type);
      } catch (JsonProcessingException e) {
        throw unusable(Json.complaint(e), e);
      }
    }

    <T> T value(Supplier<T> value) {
      try {
        return value.get();
      } catch (RuntimeException e) {
        // Everything that a wrong value can do to a constructor or a parser.
        String message = e.getMessage();
        throw unusable(message == null ? "a field is missing" : Text.line(message, 200), e);
      }
    }

    OutsideFailure unusable(String why, @Nullable Throwable cause) {
      return new OutsideFailure(
          FailureKind.UNUSABLE,
          where + ", key " + key,
          "the state cannot be read: " + why + "; nothing was changed",
          "Restore the object, or delete it: then windows, streaks and records that are not in Git yet are lost.",
          cause);
    }
  }
}
