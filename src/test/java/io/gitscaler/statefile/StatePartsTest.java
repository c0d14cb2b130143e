package io.gitscaler.statefile;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.RecordKind;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.history.StoredState;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.statefile.StateParts.Change;
import io.gitscaler.testing.Arbitrary;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatePartsTest {
  private static final int PART = 3000;

  /** What part 0 says of runs and trail comes on top. */
  private static final int RUNS = 800;

  private static final StateParts NOTHING = new StateParts(PART, new TreeMap<>());

  @Test
  void holdsEveryStateOfALongLifeInPartsOfBoundedSize() {
    Random random = new Random(1);
    StateParts parts = NOTHING;
    for (int step = 0; step < 150; step++) {
      StoredState wanted = state(random, random.nextInt(60));
      parts = saved(parts, wanted);
      assertThat(parts.state()).isEqualTo(wanted);
      assertThat(parts.files().values())
          .allSatisfy(file -> assertThat(bytes(file)).isLessThan(PART + RUNS));
      assertThat(parts.changesTo(wanted)).isEmpty();
    }
  }

  @Test
  void losesNothingWhereverASaveStops() {
    Random random = new Random(2);
    int stopped = 0;
    for (int step = 0; step < 60; step++) {
      StoredState before = state(random, random.nextInt(60));
      StoredState after = state(random, random.nextInt(60));
      StateParts half = saved(NOTHING, before);
      for (Change change : half.changesTo(after)) {
        half = half.after(change);
        assertThat(half.missing()).isEmpty();
        stopped++;
        assertEachPolicyIsOldOrNew(half.state(), before, after);
        StateParts next = saved(half, after);
        assertThat(next.state()).isEqualTo(after);
      }
    }
    assertThat(stopped).isGreaterThan(200);
  }

  /** Either all of a policy's old history and queue, or all of its new ones. */
  private static void assertEachPolicyIsOldOrNew(
      StoredState found, StoredState before, StoredState after) {
    for (PolicyId policy : before.histories().keySet()) {
      if (after.histories().containsKey(policy)) {
        assertThat(found.histories()).containsKey(policy);
      }
      ScalingHistory history = found.history(policy);
      assertThat(history).isIn(before.history(policy), after.history(policy), ScalingHistory.NONE);
      List<QueuedRecord> queue = queue(found, policy);
      if (history.equals(before.history(policy)) && !history.equals(after.history(policy))) {
        assertThat(queue).containsAll(queue(before, policy));
      }
      if (history.equals(after.history(policy)) && !history.equals(before.history(policy))) {
        assertThat(queue).containsAll(queue(after, policy));
      }
    }
  }

  private static List<QueuedRecord> queue(StoredState state, PolicyId policy) {
    return state.queue().stream().filter(record -> record.policy().equals(policy)).toList();
  }

  @Test
  void aSmallStateIsOnePart() {
    assertThat(saved(NOTHING, state(new Random(3), 2)).files()).containsOnlyKeys(0);
  }

  @Test
  void shrinksToFewPartsAgain() {
    StateParts grown = saved(NOTHING, state(new Random(4), 100));
    assertThat(grown.files().size()).isGreaterThan(8);
    assertThat(saved(grown, state(new Random(4), 2)).files()).containsOnlyKeys(0);
    StateParts empty = saved(grown, StoredState.EMPTY);
    assertThat(empty.files()).containsOnlyKeys(0);
    assertThat(saved(empty, StoredState.EMPTY)).isEqualTo(empty);
  }

  @Test
  void aPolicyThatGrowsMovesFewOthers() {
    StoredState before = state(new Random(5), 100);
    StateParts parts = saved(NOTHING, before);
    PolicyId one = before.histories().firstKey();
    QueuedRecord big = queued(one, "big", "x".repeat(1000));
    List<QueuedRecord> queue = new ArrayList<>(before.queue());
    queue.add(big);
    assertThat(parts.changesTo(before.withQueue(queue))).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void aQueueLongerThanAPartGoesOnInOthers() {
    PolicyId policy = new PolicyId("shop", "busy");
    List<QueuedRecord> queue =
        IntStream.range(0, 50).mapToObj(i -> queued(policy, "id-" + i, "x".repeat(400))).toList();
    StoredState wanted =
        StoredState.EMPTY
            .withHistories(Map.of(policy, new Arbitrary(1).history(policy)))
            .withQueue(queue.stream().sorted(StoredState.OLDEST_FIRST).toList());
    StateParts parts = saved(NOTHING, wanted);
    assertThat(parts.state()).isEqualTo(wanted);
    assertThat(parts.files().size()).isGreaterThan(8);
    StateParts pushed = saved(parts, wanted.withQueue(List.of()));
    assertThat(pushed.files()).containsOnlyKeys(0);
  }

  /** A queue of many parts, among other policies; the announcement becomes a record that is newer, or older, than all of them. */
  @ParameterizedTest
  @ValueSource(strings = {"zzzz", "a"})
  void anAnnouncementNeverGoesWithoutItsRecordHoweverLongTheQueueIs(String time) {
    Random random = new Random(6);
    PolicyId busy = new PolicyId("shop", "policy-0");
    int stopped = 0;
    for (int step = 0; step < 40; step++) {
      StoredState state = state(random, 1 + random.nextInt(30));
      List<QueuedRecord> queue = new ArrayList<>(state.queue());
      StateParts parts = NOTHING;
      for (int i = 0; i < 20; i++) {
        queue.add(queued(busy, "m-" + i, "x".repeat(100 + random.nextInt(500))));
        parts = saved(parts, sorted(state, queue));
      }
      StoredState announced = sorted(state, queue);
      assertThat(parts.state()).isEqualTo(announced);
      QueuedRecord told = queued(busy, time, "x".repeat(random.nextInt(600)));
      queue.add(told);
      ScalingHistory settled = new Arbitrary(random.nextLong()).history(busy);
      StoredState recorded = sorted(announced.withHistories(Map.of(busy, settled)), queue);
      for (Change change : parts.changesTo(recorded)) {
        parts = parts.after(change);
        stopped++;
        if (parts.state().history(busy).equals(settled)) {
          assertThat(parts.state().queue()).contains(told);
        }
        assertThat(parts.state().queue()).containsAll(announced.queue());
      }
      assertThat(parts.state()).isEqualTo(recorded);
    }
    assertThat(stopped).isGreaterThan(40);
  }

  private static StoredState sorted(StoredState state, List<QueuedRecord> queue) {
    return state.withQueue(queue.stream().sorted(StoredState.OLDEST_FIRST).toList());
  }

  @Test
  void ofTwoCopiesTheOneThatWasSavedLaterCounts() {
    PolicyId policy = new PolicyId("shop", "web");
    ScalingHistory older = new Arbitrary(1).history(policy);
    ScalingHistory newer = new Arbitrary(2).history(policy);
    TreeMap<Integer, HistoryFile> files = new TreeMap<>();
    files.put(0, new HistoryFile(8, StoredState.EMPTY.withHistories(Map.of(policy, newer))));
    files.put(1, new HistoryFile(7, StoredState.EMPTY.withHistories(Map.of(policy, older))));
    StateParts parts = new StateParts(PART, files);
    assertThat(parts.state().history(policy)).isEqualTo(newer);
    assertThat(saved(parts, parts.state()).files()).containsOnlyKeys(0);
  }

  private static StateParts saved(StateParts parts, StoredState wanted) {
    StateParts written = parts;
    for (Change change : parts.changesTo(wanted)) {
      written = written.after(change);
    }
    return written;
  }

  private static StoredState state(Random random, int policies) {
    Map<PolicyId, ScalingHistory> histories = new TreeMap<>();
    List<QueuedRecord> queue = new ArrayList<>();
    for (int i = 0; i < policies; i++) {
      PolicyId policy = new PolicyId("shop", "policy-" + i);
      histories.put(policy, new Arbitrary(random.nextLong()).history(policy));
      if (random.nextInt(3) == 0) {
        queue.add(queued(policy, "id-" + random.nextLong(), "x".repeat(random.nextInt(600))));
      }
    }
    queue.sort(StoredState.OLDEST_FIRST);
    Arbitrary arbitrary = new Arbitrary(random.nextLong());
    return StoredState.EMPTY
        .withHistories(histories)
        .withQueue(queue)
        .withLastRun(arbitrary.lastRun())
        .withTrail(arbitrary.trailMark());
  }

  private static QueuedRecord queued(PolicyId policy, String id, String line) {
    return new QueuedRecord(
        id, policy, Instant.ofEpochSecond(id.hashCode()), RecordKind.SCALED_UP, "h", "", line);
  }

  private static int bytes(HistoryFile file) {
    return file.spell().values().stream()
        .mapToInt(text -> text.getBytes(StandardCharsets.UTF_8).length)
        .sum();
  }
}
