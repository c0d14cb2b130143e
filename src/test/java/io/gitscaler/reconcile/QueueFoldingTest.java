package io.gitscaler.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.audit.AuditRecord;
import io.gitscaler.audit.RunFacts;
import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.RecordKind;
import io.gitscaler.history.StoredState;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.statefile.RecordLine;
import io.gitscaler.testing.Arbitrary;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a queue that nobody takes. */
class QueueFoldingTest {
  private static final RecordLine FORMAT = new RecordLine();
  private static final Instant START = Instant.parse("2026-11-22T09:00:00Z");
  private static final RunFacts RUN = new Arbitrary(1).run();
  private static final Set<RecordKind> NEVER_FOLDED =
      EnumSet.of(
          RecordKind.SCALED_UP,
          RecordKind.SCALED_DOWN,
          RecordKind.RECOVERED,
          RecordKind.NOT_SCALED);

  private static QueueFolding folding(int records, long bytes) {
    return new QueueFolding(FORMAT, RUN, new QueueCap(records, bytes));
  }

  private static QueuedRecord record(String policy, RecordKind kind, int second) {
    return record(RUN, policy, kind, second, "x");
  }

  private static QueuedRecord record(
      RunFacts run, String policy, RecordKind kind, int second, String sentence) {
    PolicyId id = PolicyId.parse(policy);
    Instant at = START.plusSeconds(second);
    return FORMAT.spell(
        new AuditRecord(
            Recording.id(run, at, id, kind), kind, run, at, id, null, sentence, new TreeMap<>()));
  }

  private static AuditRecord read(QueuedRecord record) {
    return FORMAT.read(record.line());
  }

  private static List<QueuedRecord> kept(List<QueuedRecord> queue) {
    return queue.stream().filter(record -> NEVER_FOLDED.contains(record.kind())).toList();
  }

  /** How many records of each kind a queue stands for, folded ones included, by policy and kind. */
  private static Map<String, Integer> told(List<QueuedRecord> queue) {
    Map<String, Integer> told = new TreeMap<>();
    for (QueuedRecord record : queue) {
      if (record.kind() == RecordKind.FOLDED) {
        read(record)
            .counts()
            .forEach(
                (kind, times) -> told.merge(record.policy() + " " + kind, times, Integer::sum));
      } else {
        String kind = record.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        told.merge(record.policy() + " " + kind, 1, Integer::sum);
      }
    }
    return told;
  }

  @Test
  void leavesAQueueWithinItsCapAlone() {
    List<QueuedRecord> queue =
        List.of(
            record("shop/web", RecordKind.SUMMARY, 0), record("shop/web", RecordKind.SUMMARY, 1));
    assertThat(folding(2, 1_000_000).fold(queue)).isEqualTo(new QueueFolding.Folded(queue, 0));
  }

  @Test
  void saysHowManyOfWhichKindsFromWhenToWhen() {
    List<QueuedRecord> queue =
        List.of(
            record("shop/web", RecordKind.FAILURE_BEGAN, 10),
            record("shop/web", RecordKind.FAILURE_ENDED, 20),
            record("shop/web", RecordKind.SCALED_UP, 25),
            record("shop/web", RecordKind.FAILURE_BEGAN, 30));
    QueueFolding.Folded folded = folding(2, 1_000_000).fold(queue);
    assertThat(folded.folded()).isEqualTo(3);
    assertThat(folded.notice())
        .hasValue(
            "3 records that waited for Git were folded into counts, because there were too many of"
                + " them; no scaling is among them.");
    assertThat(folded.records()).hasSize(2).contains(queue.get(2));
    assertThat(read(folded.records().getLast()))
        .returns(RecordKind.FOLDED, AuditRecord::kind)
        .returns(START.plusSeconds(10), AuditRecord::since)
        .returns(START.plusSeconds(30), AuditRecord::at)
        .returns(new TreeMap<>(Map.of("failure-began", 2, "failure-ended", 1)), AuditRecord::counts)
        .returns(
            "too many records waited for Git; folded since 2026-11-22T09:00:10Z: failure-began 2,"
                + " failure-ended 1",
            AuditRecord::sentence);
    assertThat(folded.records().getLast().headline())
        .startsWith("shop/web: too many records waited");
  }

  @Test
  void foldsWhatIsFoldedOnceMore() {
    List<QueuedRecord> queue = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      queue.add(record("shop/web", RecordKind.PAUSE_BEGAN, i));
      queue = new ArrayList<>(folding(4, 1_000_000).fold(queue).records());
    }
    assertThat(queue).hasSizeLessThanOrEqualTo(4);
    assertThat(told(queue)).isEqualTo(Map.of("shop/web pause-began", 100));
    assertThat(read(queue.getFirst()).since()).isEqualTo(START);
  }

  @Test
  void countsThatCannotBeReadStayAsTheyAre() {
    QueuedRecord folded = record("shop/web", RecordKind.FOLDED, 0);
    QueuedRecord broken =
        new QueuedRecord(
            folded.id(),
            folded.policy(),
            folded.at(),
            folded.kind(),
            folded.headline(),
            folded.policyCommit(),
            folded.line().replace("\"schema\":", "\"schema\":99"));
    QueueFolding.Folded result =
        folding(1, 1_000_000)
            .fold(
                List.of(
                    broken,
                    record("shop/web", RecordKind.PAUSE_BEGAN, 1),
                    record("shop/web", RecordKind.PAUSE_ENDED, 2)));

    assertThat(result.folded()).isEqualTo(2);
    assertThat(result.records()).hasSize(2).first().isEqualTo(broken);
    assertThat(read(result.records().getLast()).counts()).hasSize(2);
  }

  @Test
  void oneRecordOfEachPolicyIsNotFoldedForTheirNumber() {
    List<QueuedRecord> queue = new ArrayList<>();
    for (int policy = 0; policy < 10; policy++) {
      queue.add(record("shop/p" + policy, RecordKind.SUMMARY, policy));
    }
    assertThat(folding(5, 1_000_000).fold(queue)).isEqualTo(new QueueFolding.Folded(queue, 0));
  }

  @Test
  void oneRecordOfAPolicyIsFoldedWhereItIsLargeAndThereIsNoRoom() {
    QueuedRecord small = record("shop/small", RecordKind.FAILURE_BEGAN, 0);
    QueuedRecord large = record(RUN, "shop/large", RecordKind.FAILURE_BEGAN, 1, "x".repeat(900));
    List<QueuedRecord> queue = List.of(small, large);

    QueueFolding.Folded folded = folding(5, 1_200).fold(queue);

    assertThat(folded.records()).hasSize(2).first().isEqualTo(small);
    assertThat(folded.records().getLast().kind()).isEqualTo(RecordKind.FOLDED);
    assertThat(told(folded.records())).isEqualTo(told(queue));
  }

  @Test
  void whatThisRunSaysGoesLast() {
    RunFacts later = new RunFacts("later", "test", RUN.revision());
    List<QueuedRecord> queue = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      queue.add(record("shop/web", RecordKind.FAILURE_BEGAN, i));
    }
    QueuedRecord own = record(later, "shop/web", RecordKind.SUMMARY, 20, "x");
    queue.add(own);

    List<QueuedRecord> folded =
        new QueueFolding(FORMAT, later, new QueueCap(10, 1_000_000)).fold(queue).records();

    assertThat(folded).hasSizeLessThan(10).contains(own);
    assertThat(told(folded)).isEqualTo(told(queue));
  }

  @Test
  void summariesGoFirst() {
    List<QueuedRecord> queue = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      queue.add(record("shop/web", RecordKind.FAILURE_BEGAN, i));
      queue.add(record("shop/web", RecordKind.SUMMARY, 100 + i));
    }
    queue.sort(StoredState.OLDEST_FIRST);
    List<QueuedRecord> folded = folding(19, 1_000_000).fold(queue).records();
    assertThat(folded).filteredOn(record -> record.kind() == RecordKind.FAILURE_BEGAN).hasSize(10);
    assertThat(told(folded)).isEqualTo(told(queue));
  }

  @ParameterizedTest
  @EnumSource(
      value = RecordKind.class,
      names = {"SCALED_UP", "SCALED_DOWN", "RECOVERED", "NOT_SCALED"})
  void whereOnlyScalingsRemainTheyStay(RecordKind kind) {
    List<QueuedRecord> queue = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      queue.add(record("shop/web", kind, i));
    }
    assertThat(folding(5, 10).fold(queue)).isEqualTo(new QueueFolding.Folded(queue, 0));
  }

  @Test
  void losesNoScalingAndNoCountWhateverHappens() {
    Random random = new Random(7);
    for (int life = 0; life < 40; life++) {
      QueueFolding folding = folding(10 + random.nextInt(40), 4_000 + random.nextInt(40_000));
      List<QueuedRecord> all = new ArrayList<>();
      List<QueuedRecord> queue = new ArrayList<>();
      Set<String> ids = new HashSet<>();
      for (int second = 0; second < 120; second++) {
        RecordKind kind = kind(random);
        QueuedRecord record = record("shop/p" + random.nextInt(4), kind, second);
        all.add(record);
        queue.add(record);
        QueueFolding.Folded folded = folding.fold(queue);
        queue = new ArrayList<>(folded.records());
        assertThat(kept(queue)).isEqualTo(kept(all));
        assertThat(queue).isSortedAccordingTo(StoredState.OLDEST_FIRST);
        ids.clear();
        queue.forEach(one -> ids.add(one.id()));
        assertThat(ids).hasSameSizeAs(queue);
      }
      assertThat(told(queue)).isEqualTo(told(all));
      int unfoldable = kept(queue).size();
      // Beside scalings and one folded record for each policy nothing is left that could be folded.
      assertThat(queue.size())
          .isLessThanOrEqualTo(Math.max(folding.cap().records(), unfoldable + 4));
    }
  }

  private static RecordKind kind(Random random) {
    RecordKind[] kinds = RecordKind.values();
    RecordKind kind = kinds[random.nextInt(kinds.length)];
    return kind == RecordKind.FOLDED ? RecordKind.SUMMARY : kind;
  }

  @Test
  void anOutageOfADayForAThousandPoliciesStaysWithinTheirCap() {
    QueueCap cap = QueueCap.of(1000);
    QueueFolding folding = new QueueFolding(FORMAT, RUN, cap);
    List<QueuedRecord> queue = new ArrayList<>();
    for (int hour = 0; hour < 24; hour++) {
      for (int policy = 0; policy < 1000; policy++) {
        RecordKind kind = hour % 2 == 0 ? RecordKind.FAILURE_BEGAN : RecordKind.FAILURE_ENDED;
        queue.add(record("shop/p" + policy, kind, hour * 3600));
      }
      queue = new ArrayList<>(folding.fold(queue).records());
      assertThat(queue).hasSizeLessThanOrEqualTo(cap.records());
    }
    assertThat(told(queue).values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(24_000);
    long bytes =
        queue.stream().mapToLong(one -> one.line().getBytes(StandardCharsets.UTF_8).length).sum();
    assertThat(bytes).isLessThan(cap.bytes());
  }
}
