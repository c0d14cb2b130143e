package io.gitscaler;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.gitscaler.examples.ApiStub;
import io.gitscaler.testing.Account;
import io.gitscaler.testing.NeedsControlPlane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets go into a run by every way there is, and come out by none, however much is logged. */
@NeedsControlPlane
class SecretsIT {
  private static final String VARIABLE = "canary-variable";
  private static final String HEADER = "canary-header";
  private static final String QUERY = "canary-query";
  private static final String BEARER = "canary-bearer";
  private static final String PASSWORD = "canary-password";
  private static final String BASIC =
      Base64.getEncoder().encodeToString(("shop:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
  private static final String GIT = "canary-git";

  /** How lines end that the test's own servers log, which live in the same process. */
  private static final String SERVERS = "[httpserver]";

  @TempDir private Path folder;

  @Test
  void noneOfThemIsToldAnywhere() throws IOException {
    TeamSite site = new TeamSite(folder);
    for (String name : List.of("good", "bad", "asked", "gone", "bearer", "basic")) {
      site.deployment(name, 1);
    }
    String tells = "echo \"the token is $SHOP_TOKEN\" >&2";
    site.commit(
        "good.yaml",
        site.policy("good", "cat >&2; " + tells + "; echo '{\"targetReplicas\": 3}'")
            .replace("echo 1", "echo $SHOP_TOKEN; " + tells.replace("\"", "\\\"")));
    site.commit("bad.yaml", site.policy("bad", tells + "; echo $SHOP_TOKEN; exit 3"));
    Account account = account(site);
    try (ApiStub service = new ApiStub(500, HEADER + " or " + QUERY + " is wrong");
        ApiStub bearer = new ApiStub(401, "token " + BEARER + " has expired");
        ApiStub basic = new ApiStub(401, BASIC + " is shop with " + PASSWORD);
        ApiStub git = new ApiStub(401, "no " + GIT)) {
      site.commit("asked.yaml", overHttp(site, "asked", service.port()));
      site.commit("bearer.yaml", authorized(site, "bearer", bearer.port(), "Bearer " + BEARER));
      site.commit("basic.yaml", authorized(site, "basic", basic.port(), "Basic " + BASIC));
      site.commit("gone.yaml", overHttp(site, "gone", 1));
      Path token = Files.writeString(folder.resolve("token"), GIT);
      Path kubeconfig = account.kubeconfig(folder.resolve("account.kubeconfig"));
      List<String> debug =
          List.of("--kubeconfig", kubeconfig.toString(), "--log-level=debug", "--output=json");

      List<CommandRun> runs = new ArrayList<>();
      Path metrics = folder.resolve("run.prom");
      String environment = "--program-env=SHOP_TOKEN";
      runs.add(command(site, "plan", debug, List.of(environment)));
      runs.add(command(site, "run", debug, List.of(environment, "--metrics-file=" + metrics)));
      runs.add(command(site, "run", debug, List.of(environment)));
      runs.add(
          command(
              site,
              "run",
              debug,
              List.of("--audit-repo=" + git.url() + "/a.git", "--git-token-file=" + token)));
      runs.add(command(site, "explain", debug, List.of(site.shop + "/bad")));
      runs.add(command(site, "try", debug, List.of(site.shop + "/asked", environment)));
      runs.add(command(site, "try", debug, List.of(site.shop + "/bearer")));
      runs.add(command(site, "try", debug, List.of(site.shop + "/good", environment)));

      assertThat(service.requests()).as("the service was asked").isNotEmpty();
      assertThat(service.requests().getFirst().uri()).contains(QUERY);
      assertThat(bearer.requests().getFirst().authorization()).isEqualTo("Bearer " + BEARER);
      assertThat(basic.requests().getFirst().authorization()).isEqualTo("Basic " + BASIC);
      assertThat(site.replicas("good")).isEqualTo(3);
      assertThat(runs.get(1).err()).as("what debugging tells").contains("DEBUG");
      assertThat(metrics).content().contains("gitscaler_");
      String told = everything(site, runs) + Files.readString(metrics);
      assertThat(told).contains("good", "ProgramFailed", "***");
      assertThat(runs.getLast().out())
          .as("what evaluate was given, as it is shown")
          .contains("\\\"value\\\":\\\"***\\\"");
      assertThat(told).contains("token *** has expired", "*** is shop with ***");
      assertThat(
              leaks(told, VARIABLE, HEADER, QUERY, BEARER, BASIC, PASSWORD, GIT, account.token()))
          .isEmpty();
    }
  }

  /** Each place where one of them is told, with the words before it. */
  private static List<String> leaks(String told, String... secrets) {
    String any = Stream.of(secrets).map(Pattern::quote).collect(Collectors.joining("|"));
    String ours =
        told.lines().filter(line -> !line.endsWith(SERVERS)).collect(Collectors.joining("\n"));
    return Pattern.compile(".{0,160}(" + any + ").{0,80}")
        .matcher(ours)
        .results()
        .map(MatchResult::group)
        .toList();
  }

  private static CommandRun command(
      TeamSite site, String command, List<String> debug, List<String> more) {
    List<String> all = new ArrayList<>(debug);
    all.addAll(more);
    List<String> arguments = site.arguments(command, all.toArray(String[]::new));
    if (command.equals("try")) {
      int audit = arguments.indexOf("--audit-repo");
      arguments.subList(audit, audit + 2).clear();
    }
    return CommandRun.of(arguments, Map.of("SHOP_TOKEN", VARIABLE));
  }

  private static String overHttp(TeamSite site, String name, int port) {
    String evaluate =
        """
          evaluate:
            type: http
            http:
              method: POST
              url: "http://127.0.0.1:%d/decide?token=%s"
              successCodes: [200]
              parameterMode: body
              headers: {X-Token: %s}
        """
            .formatted(port, QUERY, HEADER);
    String policy = site.policy(name, "");
    return policy.substring(0, policy.indexOf("  evaluate:")) + evaluate;
  }

  private static String authorized(TeamSite site, String name, int port, String header) {
    return overHttp(site, name, port)
        .replace("{X-Token: " + HEADER + "}", "{Authorization: \"" + header + "\"}");
  }

  private static Account account(TeamSite site) {
    return site.plane
        .account(site.home, "runner")
        .mayEverywhere(
            new PolicyRuleBuilder()
                .withApiGroups("*")
                .withResources("*")
                .withVerbs("get", "list", "create", "update")
                .build());
  }

  /** What was printed and logged, and what lies in the state, in the trail and in Events. */
  private static String everything(TeamSite site, List<CommandRun> runs) {
    StringBuilder all = new StringBuilder();
    runs.forEach(run -> all.append(run.out()).append(run.err()));
    site.admin.configMaps().inNamespace(site.home).list().getItems().stream()
        .filter(map -> !map.getMetadata().getName().contains("policies"))
        .forEach(map -> all.append(Serialization.asYaml(map)));
    all.append(Serialization.asYaml(site.admin.v1().events().inNamespace(site.shop).list()));
    all.append(site.trail.git("log", "-p", "gitscaler/audit"));
    return all.toString();
  }
}
