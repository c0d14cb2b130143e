package io.gitscaler.statefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.RecordKind;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.history.ScalingHistory.FailureStreak;
import io.gitscaler.history.ScalingHistory.LastDecision;
import io.gitscaler.history.StoredState;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.testing.Arbitrary;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HistoryFileTest {
  private static final PolicyId POLICY = new PolicyId("shop", "checkout");

  @Test
  void givesBackWhatItWasGiven() {
    Arbitrary arbitrary = new Arbitrary(5);
    for (int i = 0; i < 300; i++) {
      StoredState state = arbitrary.state(5);
      HistoryFile file = new HistoryFile(i, state);
      Map<String, String> texts = file.spell();
      assertThat(HistoryFile.read("here", texts)).isEqualTo(file);
      assertThat(HistoryFile.read("here", texts).spell()).isEqualTo(texts);
    }
  }

  private static HistoryFile file(QueuedRecord... records) {
    return new HistoryFile(1, StoredState.EMPTY.withQueue(List.of(records)));
  }

  @Test
  void aQuietPolicyTakesAFewDozenBytes() {
    assertThat(HistoryFile.line(POLICY, ScalingHistory.NONE))
        .isEqualTo("{\"policy\":\"shop/checkout\",\"print\":\"\"}\n");
  }

  @Test
  void boundsTextsThatComeFromOutside() {
    String complaint = "\ud83d\ude00".repeat(10_000);
    ScalingHistory history =
        new ScalingHistory(
            List.of(),
            List.of(),
            false,
            null,
            "f",
            new FailureStreak(Instant.EPOCH, 1, "ProgramFailed", complaint),
            false,
            null,
            new LastDecision(
                Instant.EPOCH,
                1,
                1,
                "ProgramFailed",
                complaint,
                "stopped",
                Collections.nCopies(1000, complaint),
                Collections.nCopies(1000, complaint)),
            null,
            Map.of());
    String line = HistoryFile.line(POLICY, history);
    assertThat(line.length()).isLessThan(12_000);
    assertThat(line).doesNotContainPattern("\\\\ud83d[^\\\\]");
    ScalingHistory read =
        HistoryFile.read("here", Map.of("schema", "2", "sequence", "1", "policies", line))
            .content()
            .histories()
            .get(POLICY);
    assertThat(Objects.requireNonNull(Objects.requireNonNull(read).failure()).sentence())
        .startsWith("\ud83d\ude00")
        .endsWith("\ud83d\ude00...");
  }

  @Test
  void keepsARecordToTheLetter() {
    String line = "{\"a\" : 1.50,\u2028\"b\":\"\\u0000\"}  ";
    QueuedRecord record =
        new QueuedRecord(
            "1", POLICY, Instant.EPOCH.plusNanos(1), RecordKind.SCALED_UP, "h", "", line);
    HistoryFile file = file(record);
    assertThat(HistoryFile.read("here", file.spell()).content().queue()).containsExactly(record);
  }

  @Test
  void refusesAQueueThatWasCut() {
    QueuedRecord record =
        new QueuedRecord("1", POLICY, Instant.EPOCH, RecordKind.SCALED_UP, "h", "", "{}");
    HistoryFile file = file(record, record);
    Map<String, String> texts = new TreeMap<>(file.spell());
    String queue = Objects.requireNonNull(texts.get("queue"));
    texts.put("queue", queue.substring(0, queue.length() - 3));
    assertThatThrownBy(() -> HistoryFile.read("here", texts))
        .isInstanceOf(OutsideFailure.class)
        .hasMessageStartingWith("here, key queue, line 3: the state cannot be read: ");
  }

  @Test
  void refusesATextThatIsNotOfOneLineAsARecord() {
    QueuedRecord record =
        new QueuedRecord("1", POLICY, Instant.EPOCH, RecordKind.SCALED_UP, "h", "", "a\nb");
    HistoryFile file = file(record);
    assertThatThrownBy(file::spell).isInstanceOf(IllegalArgumentException.class);
  }
}
