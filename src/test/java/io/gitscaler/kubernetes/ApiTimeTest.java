package io.gitscaler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTimeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00Z",
        "2026-11-22T09:08:07Z",
        "2024-02-29T23:59:59Z",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "2026-11-22T24:00:00Z",
        "2016-12-31T23:59:60Z",
        "2026-11-22T09:08:07.123456Z",
        "2026-11-22T09:08:07+01:00"
      })
  void readsWhatTheJdkReads(String text) {
    assertThat(ApiTime.parse(text)).isEqualTo(Instant.parse(text));
  }

  @Test
  void readsAnySecondAsTheJdkDoes() {
    Random random = new Random(6);
    for (int i = 0; i < 2_000; i++) {
      Instant time = Instant.ofEpochSecond(random.nextLong(-62_000_000_000L, 250_000_000_000L));

      assertThat(ApiTime.parse(time.toString())).isEqualTo(time);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "2026-13-22T09:08:07Z",
        "2026-02-29T09:08:07Z",
        "2026-11-22T25:08:07Z",
        "2026-11-22 09:08:07Z",
        "2026-11-22T09:08:0xZ",
        "2026-11-22T09:60:07Z"
      })
  void refusesWhatIsNoTime(String text) {
    assertThatThrownBy(() -> ApiTime.parse(text)).isInstanceOf(DateTimeException.class);
  }
}
