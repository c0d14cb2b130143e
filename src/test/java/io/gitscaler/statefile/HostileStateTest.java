package io.gitscaler.statefile;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.audit.AuditRecord;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.StoredState;
import io.gitscaler.testing.Arbitrary;
import io.gitscaler.testing.SampleRecords;
import io.gitscaler.testing.SampleState;
import io.gitscaler.testing.Vandal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is done to the texts of state and trail: they are read as what they say, or refused with one sentence. Each text that was
 * once read wrongly, or not refused but died of, stands below as a case of its own.
 */
class HostileStateTest {
  private static final RecordLine FORMAT = new RecordLine();

  /** What is read says the same when it is written and read again; what is refused is refused in words. */
  private static @Nullable HistoryFile read(Map<String, String> texts) {
    HistoryFile file;
    try {
      file = HistoryFile.read("here", texts);
    } catch (OutsideFailure refused) {
      assertThat(refused.kind()).isEqualTo(FailureKind.UNUSABLE);
      assertThat(refused.sentence()).startsWith("here").contains("nothing was changed");
      assertThat(refused.sentence()).doesNotContain("\n").hasSizeLessThan(700);
      return null;
    }
    // Texts that are longer than state keeps them are cut once.
    assertThat(HistoryFile.read("here", file.spell()).spell()).isEqualTo(file.spell());
    return file;
  }

  private static @Nullable AuditRecord readRecord(String line) {
    AuditRecord record;
    try {
      record = FORMAT.read(line);
    } catch (OutsideFailure refused) {
      assertThat(refused.kind()).isEqualTo(FailureKind.UNUSABLE);
      assertThat(refused.sentence()).doesNotContain("\n").hasSizeLessThan(700);
      return null;
    }
    assertThat(FORMAT.spell(FORMAT.read(FORMAT.spell(record).line())))
        .isEqualTo(FORMAT.spell(record));
    return record;
  }

  private static List<Map<String, String>> states() {
    Arbitrary arbitrary = new Arbitrary(99);
    List<Map<String, String>> states = new ArrayList<>();
    states.add(new HistoryFile(7, SampleState.afterAFailedPush(FORMAT)).spell());
    for (int i = 0; i < 20; i++) {
      StoredState state = arbitrary.state(4).withQueue(List.of(FORMAT.spell(arbitrary.record())));
      states.add(new HistoryFile(i, state).spell());
    }
    return states;
  }

  @Test
  void aSpoiledStateIsReadOrRefused() {
    Random random = new Random(3);
    Vandal vandal = new Vandal(4);
    List<Map<String, String>> states = states();
    int refused = 0;
    for (int i = 0; i < 6000; i++) {
      Map<String, String> texts = new TreeMap<>(states.get(random.nextInt(states.size())));
      List<String> keys = List.copyOf(texts.keySet());
      for (int times = 1 + random.nextInt(2); times > 0; times--) {
        String key = keys.get(random.nextInt(keys.size()));
        texts.put(key, vandal.spoil(texts.getOrDefault(key, "")));
      }
      refused += read(texts) == null ? 1 : 0;
    }
    assertThat(refused).isBetween(3000, 5990);
  }

  @Test
  void textsUnderWrongKeysAreReadOrRefused() {
    Random random = new Random(5);
    for (Map<String, String> state : states()) {
      List<String> keys = List.copyOf(state.keySet());
      for (int i = 0; i < 50; i++) {
        Map<String, String> texts = new TreeMap<>(state);
        String one = keys.get(random.nextInt(keys.size()));
        String other = keys.get(random.nextInt(keys.size()));
        texts.put(one, state.getOrDefault(other, ""));
        if (random.nextBoolean()) {
          texts.remove(other);
        }
        read(texts);
      }
    }
  }

  @Test
  void aSpoiledRecordIsReadOrRefused() {
    Arbitrary arbitrary = new Arbitrary(6);
    Vandal vandal = new Vandal(7);
    List<String> lines = new ArrayList<>();
    SampleRecords.names()
        .forEach(name -> lines.add(FORMAT.spell(SampleRecords.named(name)).line()));
    for (int i = 0; i < 100; i++) {
      lines.add(FORMAT.spell(arbitrary.record()).line());
    }
    int refused = 0;
    for (int i = 0; i < 6000; i++) {
      refused += readRecord(vandal.spoil(lines.get(i % lines.size()))) == null ? 1 : 0;
    }
    assertThat(refused).isBetween(2500, 5990);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e999999999",
        "-1e999999999",
        "1e-999999999",
        "0e999999999",
        "1e13",
        "1e400",
        "0.12345678901234567890"
      })
  void aTimeThatIsNoneIsRefused(String number) {
    String policy = "{\"policy\":\"a/b\",\"seen\":" + number + ",\"print\":\"\"}\n";
    assertThat(read(Map.of("schema", "2", "sequence", "1", "policies", policy))).isNull();
  }
}
