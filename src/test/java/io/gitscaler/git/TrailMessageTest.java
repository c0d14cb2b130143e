package io.gitscaler.git;

import static io.gitscaler.git.Records.scaled;
import static io.gitscaler.git.Records.telling;
import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.audit.RunFacts;
import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.RecordKind;
import io.gitscaler.policy.PolicyRevision;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrailMessageTest {
  private static String subject(RecordKind... kinds) {
    List<QueuedRecord> records =
        Stream.of(kinds).map(kind -> telling(kind, kind.name(), "shop/a", "so it is")).toList();
    return TrailMessage.of(records, Records.RUN, 38).lines().findFirst().orElseThrow();
  }

  @Test
  void tellsScalingsInASubjectABodyAndTrailers() {
    List<QueuedRecord> records =
        List.of(
            scaled("1", "shop/checkout", 3, 5),
            scaled("2", "shop/cart", 2, 4),
            scaled("3", "team/search", 9, 6),
            telling(RecordKind.NOT_SCALED, "4", "team/index", "7 -> 9 refused: conflicting write"));
    assertThat(TrailMessage.of(records, Records.RUN, 38))
        .isEqualTo(
            """
            scale: 2 up, 1 down, 1 failed (38 policies)

            shop/checkout 3 -> 5: cpu 82% of 60%
            shop/cart 2 -> 4: cpu 82% of 60%
            team/search 9 -> 6: cpu 82% of 60%
            team/index: 7 -> 9 refused: conflicting write

            Run: run-7
            Policy-Commit: 1f0c5c5fd6b5a6a7e2a1f7d1c8a4b6a3d2e1f0a9
            Cluster: prod
            """);
  }

  @Test
  void leavesOutTrailersThatWouldBeEmpty() {
    RunFacts plain = new RunFacts("r", "", new PolicyRevision("/srv/policies", "", null, null));
    QueuedRecord record =
        new QueuedRecord(
            "1",
            Records.scaled("1", "a/b", 1, 2).policy(),
            Records.NOON,
            RecordKind.SCALED_UP,
            "a/b 1 -> 2",
            "",
            "{}");
    assertThat(TrailMessage.of(List.of(record), plain, 1))
        .isEqualTo("scale: 1 up (1 policy)\n\na/b 1 -> 2\n\nRun: r\n");
  }

  @Test
  void namesWhatItIsAboutWhenNothingWasScaled() {
    assertThat(
            subject(
                RecordKind.POLICY_APPEARED, RecordKind.POLICY_APPEARED, RecordKind.POLICY_CHANGED))
        .isEqualTo("policies: 2 new, 1 changed (38 policies)");
    assertThat(subject(RecordKind.FAILURE_BEGAN, RecordKind.FAILURE_ENDED))
        .isEqualTo("failure: 1 failed, 1 well again (38 policies)");
    assertThat(subject(RecordKind.FAILURE_ENDED)).isEqualTo("recovery: 1 well again (38 policies)");
    assertThat(subject(RecordKind.POLICY_INVALID, RecordKind.FAILURE_BEGAN))
        .isEqualTo("failure: 1 failed, 1 invalid (38 policies)");
    assertThat(subject(RecordKind.POLICY_VALID)).isEqualTo("recovery: 1 valid again (38 policies)");
    assertThat(subject(RecordKind.SUMMARY)).isEqualTo("summary: 1 quiet (38 policies)");
    assertThat(subject(RecordKind.SUMMARY, RecordKind.PAUSE_BEGAN))
        .isEqualTo("pause: 1 paused (38 policies)");
  }

  @ParameterizedTest
  @EnumSource(RecordKind.class)
  void hasASubjectForEveryKind(RecordKind kind) {
    assertThat(subject(kind)).matches("[a-z]+: 1 [a-z ]+ \\(38 policies\\)");
  }

  @Test
  void keepsAHeadlineOnItsLineWhateverItHolds() {
    QueuedRecord hostile =
        telling(
            RecordKind.FAILURE_BEGAN,
            "1",
            "shop/a",
            "said\n\nRun: forged\r\n\u001b[31mred \u202eeb");
    assertThat(TrailMessage.of(List.of(hostile), Records.RUN, 2))
        .contains("\nshop/a: said Run: forged [31mred eb\n")
        .doesNotContain("\nRun: forged");
  }
}
