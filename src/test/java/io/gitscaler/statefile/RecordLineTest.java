package io.gitscaler.statefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gitscaler.audit.AuditRecord;
import io.gitscaler.audit.PolicyResult;
import io.gitscaler.decision.Limits;
import io.gitscaler.decision.MetricEvaluation;
import io.gitscaler.decision.MetricProposal;
import io.gitscaler.decision.Recommendation;
import io.gitscaler.decision.Standing;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.RecordKind;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.policy.ScalingMethod;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.program.ProgramRun;
import io.gitscaler.program.ProgramStep;
import io.gitscaler.program.Verbatim;
import io.gitscaler.testing.Arbitrary;
import io.gitscaler.testing.SampleRecords;
import io.gitscaler.workload.ScaleOutcome;
import io.gitscaler.workload.Workload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordLineTest {
  private static final RecordLine FORMAT = new RecordLine();

  private static Stream<AuditRecord> records() {
    Arbitrary arbitrary = new Arbitrary(20261122);
    return Stream.generate(arbitrary::record).limit(900);
  }

  @Test
  void isOneLineAndKnowsWhatTheQueueMustKnow() {
    records()
        .forEach(
            record -> {
              QueuedRecord queued = FORMAT.spell(record);
              assertThat(queued.line()).doesNotContainPattern("[\\n\\r]");
              assertThat(queued.headline()).doesNotContainPattern("\\p{Cntrl}");
              assertThat(queued)
                  .returns(record.id(), QueuedRecord::id)
                  .returns(record.policy(), QueuedRecord::policy)
                  .returns(record.at(), QueuedRecord::at)
                  .returns(record.kind(), QueuedRecord::kind);
            });
  }

  @Test
  void givesBackWhatItWasGiven() {
    records()
        .forEach(
            record -> {
              AuditRecord read = FORMAT.read(FORMAT.spell(record).line());
              assertThat(FORMAT.spell(read)).isEqualTo(FORMAT.spell(record));
              assertThat(read.run()).isEqualTo(record.run());
              assertThat(read.sentence()).isEqualTo(record.sentence());
              assertThat(read.counts()).isEqualTo(record.counts());
              assertThat(read.result() == null).isEqualTo(record.result() == null);
              if (record.result() != null) {
                assertSameInputs(Objects.requireNonNull(read.result()), record.result());
              }
            });
  }

  private static void assertSameInputs(PolicyResult read, PolicyResult written) {
    assertThat(read.recommendation()).isEqualTo(written.recommendation());
    assertThat(read.decision()).isEqualTo(written.decision());
    assertThat(read.outcome()).isEqualTo(written.outcome());
    assertThat(read.stop()).isEqualTo(written.stop());
    assertThat(read.workload()).isEqualTo(written.workload());
    ScalingPolicy policy = read.policy();
    assertThat(policy.bounds()).isEqualTo(written.policy().bounds());
    assertThat(policy.behavior()).isEqualTo(written.policy().behavior());
    assertThat(policy.pause()).isEqualTo(written.policy().pause());
    assertThat(policy.downscaleStabilization())
        .isEqualTo(written.policy().downscaleStabilization());
    assertThat(policy.readiness()).isEqualTo(written.policy().readiness());
    assertThat(policy.mode()).isEqualTo(written.policy().mode());
    assertThat(tolerance(policy)).isEqualTo(tolerance(written.policy()));
    ScalingHistory history = read.before();
    assertThat(history.recommendations()).isEqualTo(written.before().recommendations());
    assertThat(history.changes()).isEqualTo(written.before().changes());
    assertThat(history.lastSeen()).isEqualTo(written.before().lastSeen());
    assertThat(history.failure()).isEqualTo(written.before().failure());
    assertThat(history.scaledToZero()).isEqualTo(written.before().scaledToZero());
    assertThat(read.programs().stream().map(ProgramRun::withoutInput))
        .isEqualTo(written.programs().stream().map(ProgramRun::withoutInput).toList());
  }

  private static Object tolerance(ScalingPolicy policy) {
    return policy.method() instanceof ScalingMethod.ByMetrics method ? method.tolerance() : "none";
  }

  @Test
  void theDecisionCanBeComputedFromItAgain() {
    List<AuditRecord> computable =
        records().filter(record -> record.result() != null && computable(record.result())).toList();
    assertThat(computable).hasSizeGreaterThan(100);
    assertThat(computable)
        .filteredOn(record -> combined(Objects.requireNonNull(record.result())) != null)
        .as("decisions by metrics")
        .hasSizeGreaterThan(20);
    for (AuditRecord record : computable) {
      PolicyResult read = Objects.requireNonNull(FORMAT.read(FORMAT.spell(record).line()).result());
      assertThat(decide(read)).isEqualTo(decide(Objects.requireNonNull(record.result())));
    }
  }

  private static boolean computable(PolicyResult result) {
    return result.workload() != null && result.recommendation() != null;
  }

  private static @Nullable Recommendation combined(PolicyResult result) {
    Recommendation asked = Objects.requireNonNull(result.recommendation());
    Workload workload = Objects.requireNonNull(result.workload());
    return result.policy().method() instanceof ScalingMethod.ByMetrics method
            && sensible(asked.proposals())
        ? MetricEvaluation.combine(result.policy(), method, workload, asked.proposals())
        : null;
  }

  /** Arbitrary records hold proposals that no evaluation makes. */
  private static boolean sensible(List<MetricProposal> proposals) {
    return !proposals.isEmpty()
        && proposals.stream().allMatch(one -> one.available() == (one.failure() == null));
  }

  private static List<@Nullable Object> decide(PolicyResult result) {
    Workload workload = Objects.requireNonNull(result.workload());
    Recommendation asked = Objects.requireNonNull(result.recommendation());
    Object standing = Standing.decide(result.policy(), workload, result.before(), result.at());
    return Arrays.asList(
        standing,
        combined(result),
        Limits.limit(result.policy(), workload, asked, result.before(), result.at()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.gitscaler.testing.SampleRecords#names")
  void isSpelledAsInTheSample(String name) throws IOException {
    String sample = Files.readString(Path.of("src/test/resources/records/" + name + ".json"));
    assertThat(FORMAT.spell(SampleRecords.named(name)).line())
        .isEqualTo(Json.MAPPER.readTree(sample).toString());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("headlines")
  void headlineSaysItInALine(String name, String headline) {
    assertThat(FORMAT.spell(SampleRecords.named(name)).headline()).isEqualTo(headline);
  }

  private static List<Object[]> headlines() {
    return List.of(
        new Object[] {"scaled-up", "shop/checkout 3 -> 5: cpu 82% of 60%"},
        new Object[] {
          "not-scaled",
          "shop/checkout not 3 -> 5: the target was changed by somebody else in between"
        },
        new Object[] {"would-scale", "shop/checkout would be 3 -> 5: cpu 82% of 60%"},
        new Object[] {
          "failure-began", "shop/orders: metric.py exited with 1: no route to the queue"
        },
        new Object[] {"policy-gone", "shop/old: policy is gone; its target keeps its replicas"},
        new Object[] {
          "summary", "shop/checkout: passes since 2026-11-21T09:00:00Z: DesiredWithinRange 1440"
        });
  }

  @Test
  void completingAnIntendedRecordChangesKindOutcomeAndSentenceAndNothingElse() {
    Arbitrary arbitrary = new Arbitrary(7);
    records()
        .limit(200)
        .forEach(
            record -> {
              QueuedRecord intended = FORMAT.spell(record);
              ScaleOutcome outcome = arbitrary.outcome();
              QueuedRecord completed =
                  FORMAT.complete(
                      intended.id(), intended, RecordKind.RECOVERED, outcome, "found at 5");
              AuditRecord read = FORMAT.read(completed.line());
              assertThat(read.kind()).isEqualTo(RecordKind.RECOVERED);
              assertThat(completed.kind()).isEqualTo(RecordKind.RECOVERED);
              assertThat(read.sentence()).isEqualTo("found at 5");
              assertThat(completed.headline()).endsWith(": found at 5");
              assertThat(completed.id()).isEqualTo(record.id());
              if (record.result() != null) {
                assertThat(Objects.requireNonNull(read.result()).outcome()).isEqualTo(outcome);
                assertSameInputs(
                    Objects.requireNonNull(read.result()), record.result().with(outcome));
              }
            });
  }

  @Test
  void completingWithoutASentenceKeepsTheOldOne() {
    QueuedRecord intended = FORMAT.spell(SampleRecords.named("scaled-up"));
    QueuedRecord completed =
        FORMAT.complete(
            intended.id(), intended, RecordKind.SCALED_UP, new ScaleOutcome.Applied("78"), "");
    assertThat(completed.headline()).isEqualTo("shop/checkout 3 -> 5: cpu 82% of 60%");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 20, 200, 5000})
  void staysBelowItsSizeAndSaysWhatWasCut(int pods) {
    AuditRecord record = withAnswers(pods, "9".repeat(3000));
    QueuedRecord queued = FORMAT.spell(record);
    assertThat(bytes(queued)).isLessThanOrEqualTo(RecordLine.LONGEST_BYTES);
    assertThat(queued.line().contains("\"cut\"")).isEqualTo(pods > 0);
    PolicyResult read = Objects.requireNonNull(FORMAT.read(queued.line()).result());
    assertThat(read.decision()).isEqualTo(Objects.requireNonNull(record.result()).decision());
  }

  @Test
  void staysBelowItsSizeWhateverItHolds() {
    AuditRecord record = SampleRecords.named("scaled-up");
    PolicyResult result = Objects.requireNonNull(record.result());
    List<ScalingHistory.Recommended> many = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      many.add(new ScalingHistory.Recommended(Instant.EPOCH.plusSeconds(i), i));
    }
    ScalingHistory before =
        new ScalingHistory(
            many, List.of(), false, null, "", null, false, null, null, null, Map.of());
    String hostile = "\u0000".repeat(100_000);
    PolicyResult big =
        PolicyResult.begin(result.policy(), result.at(), before)
            .with(Objects.requireNonNull(result.workload()))
            .with(
                new Recommendation(
                    5,
                    Objects.requireNonNull(result.decision()).reason(),
                    hostile,
                    List.of(),
                    null));
    QueuedRecord queued =
        FORMAT.spell(
            new AuditRecord(
                record.id(),
                record.kind(),
                record.run(),
                record.at(),
                record.policy(),
                big,
                hostile,
                record.counts()));
    assertThat(bytes(queued)).isLessThanOrEqualTo(RecordLine.LONGEST_BYTES);
    assertThat(queued.line()).contains("\"cut\":[\"the 19800 oldest recommendations");
    QueuedRecord completed =
        FORMAT.complete(
            queued.id(), queued, RecordKind.RECOVERED, new ScaleOutcome.Refused(hostile), hostile);
    assertThat(bytes(completed)).isLessThanOrEqualTo(RecordLine.LONGEST_BYTES);
  }

  private static AuditRecord withAnswers(int pods, String answer) {
    AuditRecord record = SampleRecords.named("scaled-up");
    PolicyResult result = Objects.requireNonNull(record.result());
    List<ProgramRun> runs = new ArrayList<>();
    for (int i = 0; i < pods; i++) {
      runs.add(
          new ProgramRun(
              ProgramStep.METRIC,
              "pod-" + i,
              "{}",
              answer,
              new Verbatim(answer),
              "",
              0,
              Duration.ZERO,
              null,
              null));
    }
    return new AuditRecord(
        record.id(),
        record.kind(),
        record.run(),
        record.at(),
        record.policy(),
        result.plus(runs),
        record.sentence(),
        record.counts());
  }

  private static int bytes(QueuedRecord record) {
    return record.line().getBytes(StandardCharsets.UTF_8).length;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"schema\":\"1\"}",
        "{\"schema\":1}",
        "{\"schema\":1,\"schema\":1}",
        "{\"schema\":1} {}",
        "no json"
      })
  void refusesWhatIsNoRecord(String line) {
    assertUnusable(line);
    QueuedRecord whole = FORMAT.spell(SampleRecords.named("scaled-up"));
    QueuedRecord broken =
        new QueuedRecord(
            whole.id(), whole.policy(), whole.at(), whole.kind(), whole.headline(), "", line);
    ScaleOutcome unknown = new ScaleOutcome.Unknown("no answer");
    assertUnusable(
        () -> FORMAT.complete(whole.id(), broken, RecordKind.RECOVERED, unknown, "unknown"));
  }

  @Test
  void refusesARecordWithAWrongValueAnywhere() {
    String line = FORMAT.spell(SampleRecords.named("scaled-up")).line();
    assertUnusable(line.replace("\"kind\":\"scaled-up\"", "\"kind\":\"grown\""));
    assertUnusable(line.replace("\"maxReplicas\":20", "\"maxReplicas\":2.5"));
    assertUnusable(line.replace("\"maxReplicas\":20", "\"maxReplicas\":1"));
    assertUnusable(line.replace("\"maxReplicas\":20", "\"maxReplica\":20"));
    assertUnusable(line.replace("\"maxReplicas\":20,", ""));
    assertUnusable(line.replace("\"name\":\"checkout\"", "\"name\":null"));
    assertUnusable(line.substring(0, line.length() / 2));
  }

  @Test
  void refusesANewerSchemaAndNamesBoth() {
    String line = FORMAT.spell(SampleRecords.named("scaled-up")).line();
    assertThatThrownBy(() -> FORMAT.read(line.replace("{\"schema\":1,", "{\"schema\":2,")))
        .isInstanceOf(OutsideFailure.class)
        .hasMessage(
            "a line of the trail: it has schema version 2, and this gitscaler reads version 1."
                + " Read it with the gitscaler that wrote it, or a newer one.");
  }

  private static void assertUnusable(String line) {
    assertUnusable(() -> FORMAT.read(line));
  }

  private static void assertUnusable(ThrowingCallable reading) {
    assertThatThrownBy(reading)
        .isInstanceOfSatisfying(
            OutsideFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(FailureKind.UNUSABLE));
  }
}
