package io.gitscaler.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.audit.RunFacts;
import io.gitscaler.history.StoredState;
import io.gitscaler.policy.LastGood;
import io.gitscaler.policy.Shard;
import io.gitscaler.program.ProgramStep;
import io.gitscaler.reconcile.RunReport;
import io.gitscaler.statefile.RecordLine;
import io.gitscaler.testing.Policies;
import io.gitscaler.testing.SampleState;
import io.gitscaler.testing.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class RunMetricsTest {
  private static final Path PAGE = Path.of("docs", "monitoring.md");

  /** A run that scales one of its two policies, with the state of an installation in which every field occurs. */
  static FinishedRun run() {
    World world = new World();
    world.policies(Policies.byPrograms("shop/api").bounds(1, 10), Policies.byPrograms("shop/web"));
    world.cluster.deployment("shop/web", 1);
    world.programs.asks("shop/web", 3);
    RunReport report = world.run();
    return new FinishedRun(
        "gitscaler/gitscaler",
        Shard.WHOLE,
        report,
        SampleState.afterAFailedPush(new RecordLine()),
        Map.of("deciding", Duration.ofMillis(1250)));
  }

  private static String text(FinishedRun run) {
    return new String(RunMetrics.text(run), StandardCharsets.UTF_8);
  }

  private static Set<String> names(String text) {
    return found(text, "(?m)^# TYPE (\\S+) ");
  }

  private static Set<String> found(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void whatWasSkippedIsNotCountedAsStopped() {
    World world = new World();
    world.policies(Policies.byPrograms("shop/web"));
    world.cluster.deployment("shop/web", 1);
    world.programs.during("shop/web", ProgramStep.METRIC, world::terminate);
    RunReport report = world.run();
    FinishedRun run = new FinishedRun("test", Shard.WHOLE, report, world.state.stored, Map.of());

    assertThat(found(text(run), "(?m)^gitscaler_policies[{].*outcome=\"(.*)\""))
        .containsExactly("skipped");
  }

  @Test
  void tellsARunInTheTextFormat() {
    assertThat(text(run()).lines())
        .contains(
            "# TYPE gitscaler_runs_total counter",
            "gitscaler_runs_total{cluster=\"test\",ending=\"completed\",installation=\"gitscaler/gitscaler\"} 43180.0",
            "gitscaler_runs_total{cluster=\"test\",ending=\"unrecorded\",installation=\"gitscaler/gitscaler\"} 1.0",
            "gitscaler_runs_total{cluster=\"test\",ending=\"invalid\",installation=\"gitscaler/gitscaler\"} 0.0",
            "gitscaler_scalings_total{cluster=\"test\",installation=\"gitscaler/gitscaler\"} 912.0",
            "gitscaler_policy_failures_total{cluster=\"test\",installation=\"gitscaler/gitscaler\",reason=\"ProgramFailed\"} 52.0",
            "gitscaler_run_step_duration_seconds{cluster=\"test\",installation=\"gitscaler/gitscaler\",step=\"deciding\"} 1.25",
            "gitscaler_queue_scalings{cluster=\"test\",installation=\"gitscaler/gitscaler\"} 1.0",
            "gitscaler_announced_scalings{cluster=\"test\",installation=\"gitscaler/gitscaler\"} 1.0",
            "gitscaler_run_policies{cluster=\"test\",installation=\"gitscaler/gitscaler\"} 2.0",
            "gitscaler_policies{cluster=\"test\",installation=\"gitscaler/gitscaler\",outcome=\"applied\"} 1.0",
            "gitscaler_policies{cluster=\"test\",installation=\"gitscaler/gitscaler\",outcome=\"stopped\"} 1.0",
            "gitscaler_policy_current_replicas{cluster=\"test\",installation=\"gitscaler/gitscaler\",namespace=\"shop\",policy=\"web\"} 1.0",
            "gitscaler_policy_desired_replicas{cluster=\"test\",installation=\"gitscaler/gitscaler\",namespace=\"shop\",policy=\"web\"} 3.0",
            "gitscaler_policy_max_replicas{cluster=\"test\",installation=\"gitscaler/gitscaler\",namespace=\"shop\",policy=\"api\"} 10.0");
  }

  @Test
  void whatIsNotKnownIsNotThere() {
    FinishedRun known = run();
    FinishedRun fresh =
        new FinishedRun("a/b", Shard.WHOLE, known.report(), StoredState.EMPTY, new TreeMap<>());
    assertThat(names(text(fresh)))
        .contains("gitscaler_runs_total", "gitscaler_queue_records")
        .doesNotContain(
            "gitscaler_run_last_success_timestamp_seconds",
            "gitscaler_queue_oldest_timestamp_seconds",
            "gitscaler_policy_failing_since_timestamp_seconds",
            "gitscaler_run_step_duration_seconds");
    assertThat(text(known))
        .doesNotContain(
            "current_replicas{cluster=\"test\",installation=\"gitscaler/gitscaler\",namespace=\"shop\",policy=\"api\"}");
  }

  @Test
  void tellsSinceWhenGitHasGivenNoPolicies() {
    FinishedRun fresh = run();
    RunReport report = fresh.report();
    Instant asOf = report.started().minus(Duration.ofHours(2));
    LastGood kept =
        new LastGood(asOf, Duration.ofHours(24), LastGood.Cause.GIT, "no connection", null);
    RunFacts facts =
        new RunFacts(
            report.run().run(), report.run().cluster(), report.run().revision().with(kept));
    RunReport old =
        new RunReport(
            facts,
            report.started(),
            report.finished(),
            report.passes(),
            report.problems(),
            report.skipped(),
            report.trail(),
            report.notices(),
            report.ended());

    assertThat(asOf(fresh)).isEqualTo(report.started().getEpochSecond());
    assertThat(asOf(new FinishedRun("a/b", Shard.WHOLE, old, fresh.state(), Map.of())))
        .isEqualTo(asOf.getEpochSecond());
  }

  private static long asOf(FinishedRun run) {
    return found(text(run), "(?m)^gitscaler_policies_as_of_timestamp_seconds[{].*[}] (.*)$")
        .stream()
        .mapToLong(seconds -> (long) Double.parseDouble(seconds))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aRunWithoutPoliciesCountsThemToo() {
    FinishedRun none =
        new FinishedRun("a/b", Shard.WHOLE, new World().run(), StoredState.EMPTY, Map.of());
    assertThat(text(none))
        .contains("gitscaler_run_policies{cluster=\"test\",installation=\"a/b\"} 0.0");
  }

  @Test
  void tellsShardsApart() {
    FinishedRun whole = run();
    FinishedRun shard =
        new FinishedRun("a/b", new Shard(2, 3), whole.report(), whole.state(), whole.steps());
    assertThat(text(shard))
        .contains("gitscaler_scalings_total{cluster=\"test\",installation=\"a/b\",shard=\"2\"} ");
  }

  @Test
  void followsTheConventionsOfPrometheus() {
    String text = text(run());
    assertThat(names(text))
        .hasSizeGreaterThan(20)
        .allMatch(name -> name.matches("gitscaler_[a-z_]+"));
    assertThat(found(text, "(?m)^# TYPE (\\S+) counter$"))
        .allMatch(name -> name.endsWith("_total"));
    assertThat(found(text, "(?m)^# TYPE (\\S+) gauge$")).noneMatch(name -> name.endsWith("_total"));
    assertThat(found(text, "(?m)^# HELP (\\S+) .*\\.$")).isEqualTo(names(text));
    assertThat(found(text, "[{,]([a-z_]+)=\""))
        .isEqualTo(
            Set.of(
                "cluster",
                "ending",
                "installation",
                "namespace",
                "outcome",
                "policy",
                "reason",
                "step"));
  }

  @Test
  void thePageExplainsEveryMetricAndNoOther() throws IOException {
    assertThat(found(Files.readString(PAGE), "(?m)^\\| `(gitscaler_[a-z_]+)` \\|"))
        .isEqualTo(names(text(run())));
  }

  @Test
  void theAlertsOfThePageAreYamlAboutMetricsThatAreThere() throws IOException {
    String page = Files.readString(PAGE);
    int start = page.indexOf("```yaml\ngroups:") + 8;
    String rules = page.substring(start, page.indexOf("```", start));
    assertThat(new Load(LoadSettings.builder().build()).loadFromString(rules))
        .isInstanceOf(Map.class);
    assertThat(found(rules, "(gitscaler_[a-z_]+)"))
        .hasSizeGreaterThan(4)
        .isSubsetOf(names(text(run())));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 300})
  void growsWithPoliciesAndNothingElse(int policies) {
    World world = new World();
    Policies[] many = new Policies[policies];
    for (int i = 0; i < policies; i++) {
      many[i] = Policies.byPrograms("shop/p" + i);
      world.cluster.deployment("shop/p" + i, 1);
    }
    world.policies(many);
    FinishedRun run =
        new FinishedRun("a/b", Shard.WHOLE, world.run(), world.state.stored, new TreeMap<>());
    assertThat(text(run).lines().filter(line -> !line.startsWith("#")).count())
        .isLessThanOrEqualTo(30L + 6L * policies);
  }
}
