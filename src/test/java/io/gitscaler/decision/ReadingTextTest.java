package io.gitscaler.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How readings and times are spelled. */
class ReadingTextTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1023000, 1023",
    "1024000, 1Ki",
    "1073741824000, 1Gi",
    "1610612736000, 1.5Gi",
    "500000000000, 476.8Mi",
    "9223372036854775807, 8.2Pi",
    "-5000, -5"
  })
  void spellsMemoryInBinaryUnits(long milli, String text) {
    assertThat(ReadingText.of(Readings.memory(50), milli)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"1500, 1500m", "2000, 2", "-1, -1m"})
  void spellsOthersAsQuantities(long milli, String text) {
    assertThat(ReadingText.of(Readings.cpu(50), milli)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0s", "90, 90s", "60, 1m", "300, 5m", "3600, 1h", "5400, 90m"})
  void spellsTimes(long seconds, String text) {
    assertThat(Windows.text(Duration.ofSeconds(seconds))).isEqualTo(text);
  }
}
