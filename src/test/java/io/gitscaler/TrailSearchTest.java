package io.gitscaler;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.audit.AuditRecord;
import io.gitscaler.audit.TrailReader;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.statefile.RecordLine;
import io.gitscaler.testing.SampleRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrailSearchTest {
  private static final RecordLine FORMAT = new RecordLine();
  private static final PolicyId CHECKOUT = PolicyId.parse("shop/checkout");
  private static final AuditRecord SCALED = SampleRecords.named("scaled-up");
  private static final String LINE = FORMAT.spell(SCALED).line();

  private final List<String> remarks = new ArrayList<>();

  private @Nullable AuditRecord newestOf(String... lines) {
    List<TrailReader.Line> month =
        IntStream.range(0, lines.length)
            .map(index -> lines.length - 1 - index)
            .mapToObj(index -> new TrailReader.Line("month:" + (index + 1), lines[index]))
            .toList();
    TrailReader trail =
        new TrailReader() {
          @Override
          public <T> Optional<T> find(PolicyId policy, Function<List<Line>, Optional<T>> find) {
            return find.apply(month);
          }
        };
    return new TrailSearch(trail, FORMAT).newest(CHECKOUT, record -> true, remarks);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage",
        "",
        "[]",
        "{\"id\":\"half",
        "{\"schema\":99}",
        "{\"schema\":1}",
        "\u0000"
      })
  void aLineThatCannotBeReadHidesNoOther(String garbage) {
    AuditRecord found = newestOf(LINE, garbage);

    assertThat(found).isNotNull().extracting(AuditRecord::id).isEqualTo(SCALED.id());
    assertThat(remarks)
        .singleElement()
        .asString()
        .startsWith("Passed over: month:2, a line of the trail: it ")
        .endsWith(".");
  }

  @Test
  void countsFurtherOnesAndSaysNothingOfOlderOnes() {
    assertThat(newestOf("older", LINE, "a", "b", "c")).isNotNull();
    assertThat(remarks)
        .singleElement()
        .asString()
        .startsWith("Passed over: month:5, ")
        .endsWith(" Lines before it that are passed over as well: 2.");
  }

  /** What a run announced is told by a later one, behind what that one did itself. */
  @Test
  void theLatestTimeIsTheNewestWhereverItStands() {
    AuditRecord earlier =
        new AuditRecord(
            "recovered",
            SCALED.kind(),
            SCALED.run(),
            SCALED.at().minusSeconds(60),
            SCALED.policy(),
            SCALED.result(),
            SCALED.sentence(),
            SCALED.counts());

    assertThat(newestOf("older", LINE, "newer", FORMAT.spell(earlier).line()))
        .isNotNull()
        .extracting(AuditRecord::id)
        .isEqualTo(SCALED.id());
    assertThat(remarks).singleElement().asString().startsWith("Passed over: month:3, ");
  }

  @Test
  void saysSoTooWhereNothingElseIsThere() {
    assertThat(newestOf("a")).isNull();
    assertThat(remarks).hasSize(1);
  }

  @Test
  void saysNothingOfATrailThatCanBeRead() {
    assertThat(newestOf(LINE)).isNotNull();
    assertThat(remarks).isEmpty();
  }
}
