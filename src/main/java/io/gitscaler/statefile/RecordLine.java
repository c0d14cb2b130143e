package io.gitscaler.statefile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gitscaler.audit.AuditRecord;
import io.gitscaler.audit.RecordFormat;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.RecordKind;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.workload.ScaleOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record as one line of JSON, at most {@value #LONGEST_BYTES} bytes long; {@code state-store/README.md} explains every
 * field. The line carries the decision's inputs: {@link #read} gives back a record from which the decision can be computed
 * again. What is not an input is not kept: how programs are started and what they were given, the pods one by one, labels.
 */
public final class RecordLine implements RecordFormat {
  /** What a line may have in UTF-8. */
  public static final int LONGEST_BYTES = 32 * 1024;

  /** What {@link #complete} may add to a line. */
  private static final int ROOM_FOR_OUTCOME = 6 * 1024;

  private static final int LONGEST_HEADLINE = 200;

  @Override
  public QueuedRecord spell(AuditRecord record) {
    RecordDocument document = null;
    String line = "";
    for (Caps caps : Caps.STEPS) {
      document = new RecordSpelling(record, caps).document();
      line = Json.write(document);
      if (line.getBytes(StandardCharsets.UTF_8).length <= LONGEST_BYTES - ROOM_FOR_OUTCOME) {
        break;
      }
    }
    return queued(Objects.requireNonNull(document), line);
  }

  @Override
  public QueuedRecord complete(
      String id, QueuedRecord intended, RecordKind kind, ScaleOutcome outcome, String sentence) {
    String where = "intended record " + intended.id();
    ObjectNode tree = tree(where, intended.line());
    tree.put("id", id);
    tree.put("kind", Words.of(kind));
    if (!sentence.isEmpty()) {
      tree.put("sentence", Text.upTo(Caps.FULL.sentence(), sentence));
    }
    tree.set("outcome", Json.MAPPER.valueToTree(OutcomeDocument.of(outcome, Caps.FULL)));
    // Read and written once more, so that the fields stand in their order.
    RecordDocument completed = document(where, tree.toString());
    try {
      return queued(completed, Json.write(completed));
    } catch (RuntimeException e) {
      // Everything that a value which is missing or wrong can do to a constructor or a parser.
      throw unusable(where, why(e), e);
    }
  }

  /**
   * Reads a line again. Of the record's result it holds what is an input or an output of the decision: policy (with stand-ins
   * for its programs), history, workload, programs' answers, recommendation with its proposals, decision, stop and outcome.
   * There is no result where the record had none, or where it had to be cut to its bones for size.
   *
   * @throws OutsideFailure of kind UNUSABLE for a line that is no record, or of a newer schema
   */
  @Override
  public AuditRecord read(String line) {
    String where = "a line of the trail";
    RecordDocument document = document(where, line);
    try {
      return new RecordReading(document).record();
    } catch (RuntimeException e) {
      // Everything that a wrong value can do to a constructor or a parser.
      throw unusable("record " + Text.line(document.id(), 100), why(e), e);
    }
  }

  private static RecordDocument document(String where, String line) {
    ObjectNode tree = tree(where, line);
    int schema = tree.path("schema").asInt();
    if (schema != RecordDocument.SCHEMA) {
      throw new OutsideFailure(
          FailureKind.UNUSABLE,
          where,
          "it has schema version "
              + Text.line(tree.path("schema").toString(), 20)
              + ", and this gitscaler reads version "
              + RecordDocument.SCHEMA,
          "Read it with the gitscaler that wrote it, or a newer one.");
    }
    try {
      return Json.MAPPER.treeToValue(tree, RecordDocument.class);
    } catch (JsonProcessingException e) {
      throw unusable(where, Json.complaint(e), e);
    }
  }

  private static ObjectNode tree(String where, String line) {
    try {
      JsonNode tree = Json.MAPPER.readTree(line);
      if (tree instanceof ObjectNode object) {
        return object;
      }
      throw unusable(where, "it is not a JSON object", null);
    } catch (JsonProcessingException e) {
      throw unusable(where, Json.complaint(e), e);
    }
  }

  private static QueuedRecord queued(RecordDocument document, String line) {
    return new QueuedRecord(
        document.id(),
        new PolicyId(document.policy().namespace(), document.policy().name()),
        Instant.parse(document.at()),
        Words.read(RecordKind.class, document.kind()),
        headline(document),
        Objects.requireNonNullElse(document.policy().commit(), ""),
        line);
  }

  /** {@code shop/checkout 3 -> 5: cpu 82% of 60%}; what did not change replicas says so before the numbers, or has none. */
  private static String headline(RecordDocument document) {
    String policy = document.policy().namespace() + "/" + document.policy().name();
    DecisionDocument decision = document.decision();
    String change =
        decision == null || decision.from() == decision.to()
            ? ""
            : decision.from() + " -> " + decision.to();
    String what =
        switch (Words.read(RecordKind.class, document.kind())) {
          case SCALED_UP, SCALED_DOWN, RECOVERED -> change;
          case NOT_SCALED -> "not " + change;
          case WOULD_SCALE -> "would be " + change;
          case FAILURE_BEGAN,
              FAILURE_ENDED,
              POLICY_APPEARED,
              POLICY_CHANGED,
              POLICY_INVALID,
              POLICY_VALID,
              POLICY_GONE,
              PAUSE_BEGAN,
              PAUSE_ENDED,
              BEYOND_MAX,
              SUMMARY,
              FOLDED ->
              "";
        };
    String subject = change.isEmpty() || what.isEmpty() ? policy : policy + " " + what;
    return Text.line(subject + ": " + document.sentence(), LONGEST_HEADLINE);
  }

  private static String why(RuntimeException problem) {
    String message = problem.getMessage();
    return message == null ? "a field is missing" : Text.line(message, 200);
  }

  private static OutsideFailure unusable(String where, String why, @Nullable Throwable cause) {
    return new OutsideFailure(
        FailureKind.UNUSABLE,
        where,
        "it cannot be read: " + why,
        "Lines of the trail are written by gitscaler alone; restore it from the branch's history.",
        cause);
  }
}
