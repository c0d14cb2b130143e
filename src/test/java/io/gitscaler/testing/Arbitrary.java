package io.gitscaler.testing;

import io.gitscaler.audit.AuditRecord;
import io.gitscaler.audit.PolicyResult;
import io.gitscaler.audit.RunFacts;
import io.gitscaler.audit.Step;
import io.gitscaler.audit.Stop;
import io.gitscaler.decision.Finding;
import io.gitscaler.decision.MetricProposal;
import io.gitscaler.decision.ReasonCode;
import io.gitscaler.decision.Recommendation;
import io.gitscaler.decision.ScalingDecision;
import io.gitscaler.history.Intent;
import io.gitscaler.history.LastRun;
import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.RecordKind;
import io.gitscaler.history.RunEnding;
import io.gitscaler.history.RunTally;
import io.gitscaler.history.RunWork;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.history.ScalingHistory.FailureStreak;
import io.gitscaler.history.StoredState;
import io.gitscaler.history.TrailMark;
import io.gitscaler.policy.LastGood;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.PolicyRevision;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.policy.TargetRef;
import io.gitscaler.program.ProgramRun;
import io.gitscaler.program.ProgramStep;
import io.gitscaler.program.Verbatim;
import io.gitscaler.workload.ScaleOutcome;
import io.gitscaler.workload.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Values of every shape that state and trail must keep, from a seed: the same seed gives the same values. */
public final class Arbitrary {
  private static final String LETTERS =
      "abc 019-./\"\\\n\t\u0000\u2028{}[]:,\u00e4\u4e2d\ud83d\ude00";

  private final Random random;

  public Arbitrary(long seed) {
    random = new Random(seed);
  }

  public AuditRecord record() {
    ScalingPolicy policy = policy();
    PolicyResult result = result(policy);
    return new AuditRecord(
        "run/" + random.nextInt(1000),
        pick(RecordKind.values()),
        run(),
        result.at(),
        policy.id(),
        random.nextInt(8) == 0 ? null : result,
        text(),
        new TreeMap<>(random.nextInt(4) == 0 ? counters() : Map.of()));
  }

  public RunFacts run() {
    boolean folder = random.nextInt(4) == 0;
    return new RunFacts(
        "run-" + random.nextInt(100),
        text(),
        new PolicyRevision(
                folder ? "/policies" : "https://git.example.org/policies",
                folder ? "" : "main",
                folder ? null : Integer.toHexString(random.nextInt()),
                folder ? null : instant())
            .signedBy(folder ? null : orNull(this::text))
            .with(folder ? null : orNull(this::lastGood)));
  }

  private LastGood lastGood() {
    LastGood.Cause cause = pick(LastGood.Cause.values());
    return new LastGood(
        instant(),
        Duration.ofSeconds(random.nextInt(1_000_000)),
        cause,
        text(),
        cause == LastGood.Cause.SIGNATURE ? Integer.toHexString(random.nextInt()) : null);
  }

  public PolicyResult result(ScalingPolicy policy) {
    Workload workload = orNull(() -> workload(policy));
    return new PolicyResult(
        policy,
        instant(),
        history(policy.id()),
        workload,
        List.of(),
        list(4, this::programRun),
        orNull(this::recommendation),
        workload == null ? null : orNull(this::decision),
        orNull(this::outcome),
        orNull(() -> new Stop(pick(Step.values()), pick(ReasonCode.values()), text())));
  }

  public ScalingPolicy policy() {
    return new ArbitraryPolicies(random, this).policy();
  }

  public PolicyId id() {
    return new PolicyId("ns" + random.nextInt(5), "policy." + random.nextInt(1000));
  }

  private Workload workload(ScalingPolicy policy) {
    return new Workload(
        policy.id().namespace(),
        policy.target(),
        "uid-" + random.nextInt(1000),
        String.valueOf(random.nextInt(1000)),
        random.nextInt(20),
        random.nextInt(20),
        "",
        null);
  }

  private ProgramRun programRun() {
    boolean failed = random.nextBoolean();
    String answer = text();
    return new ProgramRun(
        pick(ProgramStep.values()),
        "pod-" + random.nextInt(10),
        "{}",
        answer,
        new Verbatim(answer),
        failed ? text() : "",
        orNull(() -> random.nextInt(256)),
        Duration.ofMillis(random.nextInt(100_000)),
        orNull(() -> random.nextInt(100)),
        failed ? text() : null);
  }

  private Recommendation recommendation() {
    return new Recommendation(
        orNull(() -> random.nextInt(100)),
        pick(ReasonCode.values()),
        text(),
        list(3, this::proposal),
        orNull(() -> random.nextInt(3)));
  }

  private MetricProposal proposal() {
    return new MetricProposal(
        "Resource",
        text(),
        "60%",
        orNull(() -> random.nextInt(1000)),
        orNull(random::nextLong),
        orNull(() -> Math.exp(random.nextGaussian() * 20)),
        orNull(() -> random.nextInt()),
        orNull(
            () ->
                new MetricProposal.PodCount(
                    random.nextInt(9), random.nextInt(9), random.nextInt(9), random.nextInt(9))),
        orNull(() -> pick(ReasonCode.values())),
        text());
  }

  private ScalingDecision decision() {
    return new ScalingDecision(
        random.nextInt(20),
        random.nextInt(20),
        pick(ReasonCode.values()),
        text(),
        list(
            5,
            () ->
                new Finding(
                    pick(ReasonCode.values()), random.nextInt(20), random.nextInt(20), text())),
        orNull(() -> random.nextInt(20)));
  }

  public ScaleOutcome outcome() {
    return switch (random.nextInt(6)) {
      case 0 -> new ScaleOutcome.Applied(String.valueOf(random.nextInt(1000)));
      case 1 -> new ScaleOutcome.Unchanged();
      case 2 -> new ScaleOutcome.ObservedOnly();
      case 3 -> new ScaleOutcome.Conflict(text());
      case 4 -> new ScaleOutcome.Refused(text());
      default -> new ScaleOutcome.Unknown(text());
    };
  }

  /** A history of the policy; its texts are as short as state keeps them. */
  public ScalingHistory history(PolicyId policy) {
    return new ScalingHistory(
        list(8, () -> new ScalingHistory.Recommended(instant(), random.nextInt(100))),
        list(4, () -> new ScalingHistory.Change(instant(), random.nextInt(100) - 50)),
        random.nextBoolean(),
        orNull(this::instant),
        text(),
        orNull(
            () ->
                new ScalingHistory.FailureStreak(
                    instant(), 1 + random.nextInt(1000), "ProgramFailed", text())),
        random.nextBoolean(),
        orNull(() -> new ScalingHistory.BeyondMax(instant(), random.nextBoolean())),
        orNull(this::lastDecision),
        random.nextInt(4) == 0 ? intent(policy) : null,
        counters(),
        orNull(() -> new ScalingHistory.NotInForce(instant(), text(), text(), text(), instant())));
  }

  private ScalingHistory.LastDecision lastDecision() {
    return new ScalingHistory.LastDecision(
        instant(),
        random.nextInt(20),
        random.nextInt(20),
        "ScaleUpLimit",
        text(),
        "applied",
        list(5, this::text),
        list(3, this::text));
  }

  private Intent intent(PolicyId policy) {
    return new Intent(
        "run-1",
        instant(),
        new TargetRef("apps/v1", "Deployment", "web"),
        "uid-1",
        String.valueOf(random.nextInt(1000)),
        random.nextInt(20),
        random.nextInt(20),
        queued(policy));
  }

  /** A record in the queue; its line is whatever fits on one. */
  public QueuedRecord queued(PolicyId policy) {
    return new QueuedRecord(
        "run/" + random.nextInt(1_000_000_000),
        policy,
        instant(),
        pick(RecordKind.values()),
        text().replace('\n', ' '),
        random.nextBoolean() ? "" : "c0ffee",
        text().replace('\n', ' '));
  }

  public LastRun lastRun() {
    return lastRun("run-1");
  }

  public LastRun lastRun(String id) {
    return new LastRun(
        id,
        instant(),
        instant(),
        random.nextBoolean() ? "" : "c0ffee",
        random.nextInt(100),
        random.nextInt(100),
        work(),
        pick(RunEnding.values()),
        orNull(this::text),
        orNull(this::instant));
  }

  private RunWork work() {
    SortedMap<String, Long> failures = new TreeMap<>();
    counters().forEach((code, times) -> failures.put(code, times * 1_000_000_000L));
    return new RunWork(random.nextLong(Long.MAX_VALUE), random.nextInt(100), failures);
  }

  private RunTally tally() {
    Map<RunEnding, Long> runs = new TreeMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      runs.put(pick(RunEnding.values()), random.nextLong(Long.MAX_VALUE));
    }
    return new RunTally(
        orNull(this::instant),
        runs,
        work(),
        orNull(this::instant),
        orNull(this::instant),
        orNull(this::streak));
  }

  private FailureStreak streak() {
    return new FailureStreak(instant(), 1 + random.nextInt(100), "unreachable", text());
  }

  public TrailMark trailMark() {
    return new TrailMark(
        "https://git.example.org/trail", text(), Integer.toHexString(random.nextInt()), instant());
  }

  /** A state of up to so many policies, with a queue in the order in which state keeps it. */
  public StoredState state(int most) {
    Map<PolicyId, ScalingHistory> histories = new TreeMap<>();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      PolicyId id = id();
      histories.put(id, history(id));
    }
    List<QueuedRecord> queue = new ArrayList<>(list(6, () -> queued(id())));
    queue.sort(StoredState.OLDEST_FIRST);
    Map<PolicyId, Integer> moves = new TreeMap<>();
    histories.keySet().stream()
        .filter(id -> random.nextInt(4) == 0)
        .forEach(id -> moves.put(id, random.nextInt(1, 9)));
    if (random.nextInt(4) == 0) {
      moves.put(id(), random.nextInt(1, 9));
    }
    return new StoredState(
        new TreeMap<>(histories),
        queue,
        orNull(this::lastRun),
        random.nextInt(3) == 0 ? RunTally.NONE : tally(),
        orNull(this::trailMark),
        new TreeMap<>(moves));
  }

  Map<String, Integer> counters() {
    Map<String, Integer> counters = new TreeMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      counters.put(pick(ReasonCode.values()).name(), random.nextInt(2000));
    }
    return counters;
  }

  /** An instant with whatever precision. */
  public Instant instant() {
    Instant second = Instant.parse("2026-11-22T00:00:00Z").plusSeconds(random.nextInt(100_000));
    return switch (random.nextInt(3)) {
      case 0 -> second;
      case 1 -> second.plusMillis(random.nextInt(1000));
      default -> second.plusNanos(random.nextInt(1_000_000_000));
    };
  }

  /** Any text, empty and hostile ones included. */
  public String text() {
    int[] letters = LETTERS.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.appendCodePoint(letters[random.nextInt(letters.length)]);
    }
    return text.toString();
  }

  <T> T pick(T[] values) {
    return values[random.nextInt(values.length)];
  }

  <T> @Nullable T orNull(Supplier<T> value) {
    return random.nextInt(3) == 0 ? null : value.get();
  }

  <T> List<T> list(int most, Supplier<T> value) {
    List<T> values = new ArrayList<>();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      values.add(value.get());
    }
    return values;
  }
}
