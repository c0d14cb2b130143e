package io.gitscaler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.cli.CommandLineRun.Ended;
import io.gitscaler.cli.usecase.AutoscaleRequest;
import io.gitscaler.cli.usecase.ConvertedPolicies;
import io.gitscaler.cli.usecase.ConvertedPolicies.Converted;
import io.gitscaler.cli.usecase.ImportRequest;
import io.gitscaler.policy.MetricTarget;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.PolicyProblem;
import io.gitscaler.policy.TargetRef;
import io.gitscaler.testing.FakeUseCases;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies from elsewhere, as the command line shows them. */
class ConversionsTest {
  private static final ConvertedPolicies ONE =
      new ConvertedPolicies(
          List.of(new Converted(PolicyId.parse("shop/a"), "a: 1\n", List.of())),
          List.of(),
          List.of());

  private final FakeUseCases useCases = new FakeUseCases();

  @Test
  void printsPoliciesAndSaysTheRestOnStderr() {
    useCases.answer(
        new ConvertedPolicies(
            List.of(
                new Converted(PolicyId.parse("shop/a"), "a: 1\n", List.of("interval is gone.")),
                new Converted(PolicyId.parse("shop/b"), "b: 2\n", List.of())),
            List.of(new PolicyProblem("x.yaml", 3, 4, "spec.a", "It is no. Mend it.", null)),
            List.of("x.yaml:9 is a Service; it is skipped.")));

    Ended ended = new CommandLineRun(useCases).of("import", "x.yaml", "--target-namespace=shop");

    assertThat(ended)
        .isEqualTo(
            new Ended(
                3,
                "a: 1\n---\nb: 2\n",
                """
                skipped: x.yaml:9 is a Service; it is skipped.
                shop/a: interval is gone.
                x.yaml:3:4 spec.a: It is no. Mend it.
                Two autoscalers must not scale one target: delete the old one when its policy takes over.
                """));
    assertThat(useCases.request()).isEqualTo(new ImportRequest(List.of(Path.of("x.yaml")), "shop"));
  }

  @Test
  void failsWhereThereIsNothingToConvert() {
    useCases.answer(new ConvertedPolicies(List.of(), List.of(), List.of()));

    assertThat(new CommandLineRun(useCases).of("import", "x.yaml"))
        .isEqualTo(
            new Ended(
                3,
                "",
                "gitscaler: there is no HorizontalPodAutoscaler and no CustomPodAutoscaler in these files.\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "deployment/a,            apps/v1, Deployment",
    "deployments/a,           apps/v1, Deployment",
    "deploy/a,                apps/v1, Deployment",
    "Deployment/a,            apps/v1, Deployment",
    "deployments.apps/a,      apps/v1, Deployment",
    "deployment.v1.apps/a,    apps/v1, Deployment",
    "rs/a,                    apps/v1, ReplicaSet",
    "replicasets/a,           apps/v1, ReplicaSet",
    "sts/a,                   apps/v1, StatefulSet",
    "statefulset/a,           apps/v1, StatefulSet",
    "rc/a,                    v1,      ReplicationController",
    "replicationcontroller/a, v1,      ReplicationController",
  })
  void knowsTheKindsOfKubectl(String target, String apiVersion, String kind) {
    Ended ended =
        new CommandLineRun(useCases.answer(ONE))
            .with("GITSCALER_NAMESPACE", "state")
            .of("autoscale", target, "--max=7");

    assertThat(ended).isEqualTo(new Ended(0, "a: 1\n", ""));
    assertThat(useCases.request())
        .isEqualTo(
            new AutoscaleRequest(
                new PolicyId("default", "a"),
                new TargetRef(apiVersion, kind, "a"),
                null,
                7,
                new TreeMap<>()));
  }

  @Test
  void takesAnyKindWithItsApi() {
    new CommandLineRun(useCases.answer(ONE))
        .of(
            "autoscale",
            "Rollout/a",
            "--api-version=argoproj.io/v1alpha1",
            "--min=2",
            "--max=7",
            "--cpu-percent=60",
            "--name=b",
            "--target-namespace=shop");

    assertThat(useCases.request())
        .isEqualTo(
            new AutoscaleRequest(
                new PolicyId("shop", "b"),
                new TargetRef("argoproj.io/v1alpha1", "Rollout", "a"),
                2,
                7,
                new TreeMap<>(Map.of("cpu", new MetricTarget.Utilization(60)))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --cpu=60%                     | cpu=60%
          --cpu-percent=60              | cpu=60%
          --cpu=500m                    | cpu=500m per pod
          --cpu=500                     | cpu=500m per pod
          --cpu 1.5                     | cpu=1.5m per pod
          --memory=200Mi                | memory=200Mi per pod
          --memory=200                  | memory=200Mi per pod
          --cpu=60% --memory=70%        | cpu=60%, memory=70%
          --cpu-percent=60 --memory=1Gi | cpu=60%, memory=1Gi per pod
          --min=2                       |
          """)
  void readsAmountsAsKubectlDoes(String flags, @Nullable String goals) {
    String[] arguments = ("autoscale deployment/a --max=7 " + flags).split(" ");
    new CommandLineRun(useCases.answer(ONE)).of(arguments);

    AutoscaleRequest request = (AutoscaleRequest) useCases.request();
    assertThat(request.goals().toString()).isEqualTo("{" + (goals == null ? "" : goals) + "}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --cpu=0%                   | --cpu is "0%"; give an amount above 0, such as 60% of what is requested, or 500m
          --cpu=a lot                | --cpu is "a lot"; give an amount above 0
          --cpu=-5                   | --cpu is "-5"; give an amount above 0
          --cpu=0                    | --cpu is "0"; give an amount above 0
          --cpu=12345678901%         | --cpu is "12345678901%"; give an amount above 0
          --memory=70%%              | --memory is "70%%"; give an amount above 0, such as 70% of what is requested, or 200Mi
          --cpu-percent=60,--cpu=60% | --cpu and --cpu-percent exclude each other; give --cpu
          """)
  void saysWhatIsWrongWithAnAmount(String flags, String message) {
    List<String> arguments = new ArrayList<>(List.of("autoscale", "deployment/a", "--max=7"));
    arguments.addAll(List.of(flags.split(",")));

    Ended ended = new CommandLineRun(useCases).of(arguments.toArray(String[]::new));

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).startsWith("gitscaler autoscale: " + message);
    assertThat(useCases.requests()).isEmpty();
  }

  /** That of the state, which a CronJob's settings may name, is another one. */
  @ParameterizedTest
  @CsvSource({"-n=shop", "-n shop", "--namespace=shop", "--target-namespace=shop"})
  void takesTheNamespaceAsKubectlDoes(String flag) {
    String[] autoscale = ("autoscale deployment/a --max=7 " + flag).split(" ");
    String[] convert = ("import x.yaml " + flag).split(" ");
    CommandLineRun run = new CommandLineRun(useCases).with("GITSCALER_NAMESPACE", "gitscaler");
    useCases.answer(ONE);
    run.of(autoscale);
    run.of(convert);
    run.of("autoscale", "deployment/a", "--max=7");

    assertThat(useCases.requests())
        .extracting(
            request ->
                request instanceof AutoscaleRequest asked
                    ? asked.id().namespace()
                    : ((ImportRequest) request).namespace())
        .containsExactly("shop", "shop", "default");
  }

  @ParameterizedTest
  @CsvSource({
    "deployment,   7, 1, 80, is not of the form KIND/NAME",
    "deployment/,  7, 1, 80, is not of the form KIND/NAME",
    "a/b/c,        7, 1, 80, is not of the form KIND/NAME",
    "cronjob/a,    7, 1, 80, Rollout/a --api-version argoproj.io/v1alpha1",
    "deployment/a, 7, 0, 80, --min is 0; give 1 or more",
    "deployment/a, 2, 3, 80, '--max is 2; give at least --min, which is 3'",
    "deployment/a, 7, 1, 0,  --cpu-percent is 0; give 1 or more",
  })
  void saysWhatIsWrongWithTheCommandLine(
      String target, String max, String min, String percent, String message) {
    Ended ended =
        new CommandLineRun(useCases)
            .of("autoscale", target, "--max", max, "--min", min, "--cpu-percent", percent);

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).startsWith("gitscaler autoscale: ").contains(message);
    assertThat(useCases.requests()).isEmpty();
  }

  @Test
  void takesANameThatKubernetesRefusesForAWrongCommandLine() {
    useCases.answer(
        new ConvertedPolicies(
            List.of(),
            List.of(new PolicyProblem("x", 1, 1, "metadata.name", "It does not fit.", null)),
            List.of()));

    Ended ended = new CommandLineRun(useCases).of("autoscale", "deployment/A", "--max=7");

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).startsWith("gitscaler autoscale: metadata.name: It does not fit.\n");
  }
}
