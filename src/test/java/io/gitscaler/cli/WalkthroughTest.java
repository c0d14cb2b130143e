package io.gitscaler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.metric.Measurement;
import io.gitscaler.metric.Measurement.PodValue;
import io.gitscaler.metric.MetricQuery;
import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policyfile.PolicyFileReader;
import io.gitscaler.reconcile.RunReport;
import io.gitscaler.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

/** The pages under docs/walkthroughs: their policies are read, and what they say is printed is printed. */
class WalkthroughTest {
  private final World world = new World();
  @TempDir private Path folder;

  /** Reads the page and takes its policy over, with changes in its text. */
  private String page(String name, String... changes) throws IOException {
    String page = Files.readString(Path.of("docs", "walkthroughs", name));
    int start = page.indexOf("```yaml\n") + "```yaml\n".length();
    String policy = page.substring(start, page.indexOf("```", start));
    for (int i = 0; i < changes.length; i += 2) {
      assertThat(policy).contains(changes[i]);
      policy = policy.replace(changes[i], changes[i + 1]);
    }
    Path file = Files.writeString(folder.resolve("policy.yaml"), policy);
    LoadedPolicies loaded = new PolicyFileReader().read(List.of(file));
    assertThat(loaded.problems()).isEmpty();
    world.policy(loaded.policies().getFirst());
    return page;
  }

  private static String table(RunReport report) {
    Style plain = new Style(Help.defaultColorScheme(Ansi.OFF), Integer.MAX_VALUE);
    return "```text\n" + new ReportPrinter(plain, true).table(report) + "```";
  }

  private static Measurement requests(long perSecond) {
    return new Measurement.Series(List.of(perSecond * 1000), World.START);
  }

  /** Every pod of the target uses the same. */
  private static Measurement cpu(MetricQuery query, long milli) {
    Map<String, PodValue> values = new LinkedHashMap<>();
    for (int i = 0; i < query.workload().specReplicas(); i++) {
      values.put(
          query.workload().target().name() + "-" + i,
          new PodValue(milli, World.START, Duration.ofSeconds(30)));
    }
    return new Measurement.PerPod(values);
  }

  @Test
  void kuardGrowsToItsMaximumAndReturnsAfterTheWindow() throws IOException {
    String page = page("kuard.md");
    world.cluster.deployment("default/kuard", 3);

    world.metrics(query -> requests(9));
    assertThat(page).contains(table(world.run()));
    assertThat(page).contains(table(world.later(Duration.ofSeconds(15)).run()));
    world.metrics(query -> requests(0));
    for (int seconds = 15; seconds <= 300; seconds += 15) {
      assertThat(page).contains(table(world.later(Duration.ofSeconds(15)).run()));
    }
    assertThat(page).contains(table(world.later(Duration.ofSeconds(15)).run()));

    assertThat(world.cluster.scalings())
        .containsExactly("default/kuard 3 -> 6", "default/kuard 6 -> 10", "default/kuard 10 -> 3");
  }

  @Test
  void theWorkshopGrowsInTwoStepsAndStays() throws IOException {
    String page = page("workshop.md");
    world.cluster.deployment("workshop/worker", 1);
    for (long milli : List.of(220L, 95L, 48L)) {
      world.metrics(query -> cpu(query, milli));
      assertThat(page).contains(table(world.run()));
      world.later(Duration.ofSeconds(15));
    }
    assertThat(world.cluster.scalings())
        .containsExactly("workshop/worker 1 -> 5", "workshop/worker 5 -> 10");
  }

  @Test
  void aSwingingLoadIsFollowedWithoutToleranceAndWindow() throws IOException {
    String page =
        page("workshop.md", "  behavior: {}", "  tolerance: \"0\"\n  downscaleStabilization: 0");

    assertThat(page).contains("```text\n" + counts() + "\n```");
  }

  @Test
  void aSwingingLoadIsRiddenOutWithTheDefaults() throws IOException {
    String page = page("workshop.md", "  behavior: {}\n", "");

    assertThat(page).contains("```text\n" + counts() + "\n```");
  }

  private String counts() {
    StringBuilder counts = new StringBuilder("4");
    world.cluster.deployment("workshop/worker", 4);
    for (int i = 0; i < 11; i++) {
      int total = i % 2 == 0 ? 260 : 150;
      world.metrics(query -> cpu(query, total / query.workload().specReplicas()));
      world.run();
      counts.append(' ').append(world.cluster.replicas("workshop/worker"));
      world.later(Duration.ofSeconds(15));
    }
    return counts.toString();
  }
}
