package io.gitscaler;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.gitscaler.testing.Account;
import io.gitscaler.testing.NeedsControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks how an installation is, with the rights that the page on monitoring names and no others. */
@NeedsControlPlane
class StatusCommandIT {
  @TempDir private Path folder;
  private TeamSite site;
  private Account watcher;

  @BeforeEach
  void deploy() {
    site = new TeamSite(folder);
    watcher = site.plane.account(site.home, "watcher");
    site.deployment("web", 1);
  }

  private CommandRun status(String... more) throws IOException {
    List<String> arguments =
        List.of(
            "status",
            "--namespace",
            site.home,
            "--kubeconfig",
            watcher.kubeconfig(folder.resolve("watcher")).toString());
    return CommandRun.of(Stream.concat(arguments.stream(), List.of(more).stream()).toList());
  }

  private static List<PolicyRule> rulesOfThePage() throws IOException {
    String page = Files.readString(Path.of("docs", "monitoring.md"));
    int start = page.indexOf("```yaml\n") + 8;
    return Serialization.unmarshal(page.substring(start, page.indexOf("```", start)), Role.class)
        .getRules();
  }

  @Test
  void needsNoMoreThanThePageSaysAndWritesNothing() throws IOException {
    watcher.mayIn(site.home, rulesOfThePage().toArray(PolicyRule[]::new));
    assertThat(status("--stale-after", "5m"))
        .returns(4, CommandRun::status)
        .satisfies(never -> assertThat(never.out()).contains(site.home + "/gitscaler: never ran"));

    site.asks("web", 3);
    assertThat(site.gitscaler("run").status()).isZero();
    site.commit("web.yaml", site.policy("web", "echo no route to the queue >&2; exit 1"));
    assertThat(site.gitscaler("run").status()).isEqualTo(4);

    long mark = site.plane.audit().mark();
    CommandRun run = status("--stale-after", "5m");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith(site.home + "/gitscaler: 1 policy, 1 failing\n")
        .contains("last run      stopped ")
        .contains("runs          1 completed, 1 stopped since ")
        .contains("scalings      1\n", "lease         free\n", "queue         empty\n")
        .containsPattern(site.shop + "/web +\\d+s ago +1 +ProgramFailed: .*no route to the queue");
    assertThat(site.plane.audit().writesSince(mark, watcher.user())).isEmpty();
    assertThat(
            site.plane.audit().since(mark).stream()
                .filter(request -> request.user().equals(watcher.user())))
        .hasSize(2);
  }

  @Test
  void tellsTheRestWhereTheLeaseMayNotBeRead() throws IOException {
    watcher.mayIn(site.home, rulesOfThePage().getFirst());
    CommandRun run = status();
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("lease  not known\n");
    assertThat(run.err()).startsWith("Who holds the Lease is not known: ").contains("may not get");
  }

  @Test
  void endsWithFiveWhereStateMayNotBeRead() throws IOException {
    CommandRun run = status();
    assertThat(run.status()).isEqualTo(5);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("Add this rule to a Role in namespace " + site.home);
  }

  @Test
  void countersGoOnGrowingFromRunToRun() throws IOException {
    Path file = folder.resolve("gitscaler.prom");
    site.asks("web", 3);
    for (int run = 1; run <= 3; run++) {
      CommandRun done =
          site.gitscaler(
              "run", "--metrics-file", file.toString(), "--pushgateway", "http://127.0.0.1:1");
      assertThat(done.status()).as(done.err()).isZero();
      assertThat(done.err())
          .contains("The Pushgateway http://127.0.0.1:1 cannot be reached; it keeps");
      String labels = "installation=\"" + site.home + "/gitscaler\"";
      assertThat(Files.readString(file))
          .contains("gitscaler_runs_total{ending=\"completed\"," + labels + "} " + run + ".0\n")
          .contains("gitscaler_scalings_total{" + labels + "} 1.0\n")
          .contains("step=\"looking_at_the_cluster\"}")
          .contains(",namespace=\"" + site.shop + "\",policy=\"web\"} 3.0\n");
    }
  }
}
