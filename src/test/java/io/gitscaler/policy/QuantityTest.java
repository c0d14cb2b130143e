package io.gitscaler.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "250m, 0.250",
    "0m, 0.000",
    "007u, 0.000007",
    "123456789n, 0.123456789",
    "999999999999999999n, 999999999.999999999",
    "9999999999999999999m, 9999999999999999.999",
    "2, 2",
    "1.5, 1.5",
    "-3m, -0.003",
    "2k, 2E+3",
    "1Ki, 1024",
    "1e3, 1E+3"
  })
  void readsTheAmountExactly(String text, BigDecimal amount) {
    assertThat(Quantity.parse(text)).contains(new Quantity(amount, text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m", "n", "1 m", "1mm", "0x1m", "٣m", "1_0m", "NaN", "--1m"})
  void refusesWhatIsNone(String text) {
    assertThat(Quantity.parse(text)).isEqualTo(Optional.empty());
  }
}
