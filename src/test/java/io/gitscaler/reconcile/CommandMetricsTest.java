package io.gitscaler.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.metric.Measurement;
import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.MetricTarget;
import io.gitscaler.policy.Quantity;
import io.gitscaler.policy.RunMode;
import io.gitscaler.program.ProgramRun;
import io.gitscaler.program.ProgramStep;
import io.gitscaler.program.Verbatim;
import io.gitscaler.testing.Policies;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the program of a Command metric prints, it is the number that stands there, or no measurement and one harmless line. */
class CommandMetricsTest {
  private static final Instant AT = Instant.parse("2026-11-20T21:15:00Z");
  private static final MetricSpec.Command SPEC =
      new MetricSpec.Command(
          "queue",
          Policies.SHELL,
          RunMode.PER_RESOURCE,
          new MetricTarget.AverageValue(Quantity.ofMilli(30_000)));
  private static final List<String> PIECES =
      List.of(
          "0",
          "7",
          "42",
          "9223372036854775807",
          ".",
          "-",
          "+",
          "e",
          "E",
          "e9",
          "e-99",
          "m",
          "n",
          "k",
          "Ki",
          "Ei",
          " ",
          "\n",
          "\t",
          "NaN",
          "Infinity",
          "0x10",
          "1_000",
          "1,5",
          "\u0665",
          "\uff15",
          "\u0000",
          "\u001b[2J",
          "\u009b31m",
          "\u202e",
          "\u2028",
          "\ud800",
          "\ufeff",
          "{\"value\": 5}",
          "\ud83d\ude00",
          "f",
          "d",
          "L");

  private static Measurement measurement(String answer) {
    return measurement(answer, answer);
  }

  private static Measurement measurement(String answer, String shown) {
    ProgramRun run =
        new ProgramRun(
            ProgramStep.COMMAND,
            "web",
            "{}",
            shown,
            new Verbatim(answer),
            "",
            0,
            Duration.ofMillis(1),
            null,
            null);
    return CommandMetrics.measurement(SPEC, List.of(run), AT);
  }

  @ParameterizedTest
  @CsvSource({"42, 42000", "0.5, 500", "500m, 500", "1e3, 1000000", "-3, -3000", "1Ki, 1024000"})
  void readsANumber(String answer, long milli) {
    assertThat(measurement(answer + "\n")).isEqualTo(new Measurement.Series(List.of(milli), AT));
  }

  @Test
  void readsTheNumberThatWasAnsweredEvenWhereItHoldsASecret() {
    assertThat(measurement("1500001", "***1"))
        .isEqualTo(new Measurement.Series(List.of(1_500_001_000L), AT));
  }

  @Test
  void quotesAnAnswerThatIsNoNumberWithoutItsSecrets() {
    assertThat(measurement("no canary", "no ***"))
        .isInstanceOfSatisfying(
            Measurement.Unavailable.class,
            none -> assertThat(none.sentence()).contains("\"no ***\" is no number"));
  }

  @Test
  void everyAnswerIsTheNumberThatStandsThereOrNoMeasurement() {
    Random random = new Random(6);
    int numbers = 0;
    for (int i = 0; i < 50_000; i++) {
      String answer = answer(random);
      switch (measurement(answer)) {
        case Measurement.Series series -> {
          assertThat(answer.strip()).matches("[0-9.eE+-]+([numkMGTPE]|[KMGTPE]i)?");
          plainNumber(answer.strip(), series.milli().getFirst());
          numbers++;
        }
        case Measurement.Unavailable none -> assertHarmless(none.sentence());
        default -> throw new AssertionError(answer);
      }
    }
    assertThat(numbers).isPositive();
  }

  /** Java reads what has no suffix in the same way. */
  private static void plainNumber(String answer, long milli) {
    if (answer.matches("[0-9.eE+-]*[0-9.]")) {
      BigDecimal exact = new BigDecimal(answer).movePointRight(3).setScale(0, RoundingMode.UP);
      assertThat(exact).as(answer).isEqualByComparingTo(BigDecimal.valueOf(milli));
    }
  }

  private static String answer(Random random) {
    StringBuilder answer = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      answer.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return answer.toString();
  }

  private static void assertHarmless(String sentence) {
    assertThat(sentence).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
    assertThat(sentence.length()).isLessThan(300);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9", "\n", "1e", "\u001b[2J", "5\n"})
  void aFloodIsNoNumber(String piece) {
    assertThat(measurement(piece.repeat(1_000_000 / piece.length())))
        .isInstanceOfSatisfying(
            Measurement.Unavailable.class,
            none -> {
              assertThat(none.sentence()).contains("is no number").contains("Print one number");
              assertHarmless(none.sentence());
            });
  }
}
