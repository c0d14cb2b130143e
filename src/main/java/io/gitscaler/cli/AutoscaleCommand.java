package io.gitscaler.cli;

import io.gitscaler.cli.usecase.AutoscaleRequest;
import io.gitscaler.cli.usecase.ConvertedPolicies;
import io.gitscaler.policy.MetricTarget;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.PolicyProblem;
import io.gitscaler.policy.TargetRef;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gitscaler autoscale}. */
@Command(
    footer = {
      "Example, instead of 'kubectl autoscale deployment/checkout --max=10 -n shop':",
      "  gitscaler autoscale deployment/checkout --max=10 -n shop > checkout.yaml",
    })
final class AutoscaleCommand extends GitscalerCommand {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command is executed
  CommandSpec command;

  @Parameters(
      paramLabel = "KIND/NAME",
      description = "The target: a deployment, replicaset, statefulset or replicationcontroller.")
  @SuppressWarnings("NullAway.Init") // picocli sets it: the parameter is required
  String target;

  @Option(
      names = "--api-version",
      paramLabel = "VERSION",
      description =
          "API version of a target of another kind, which is then written as in Rollout/x.")
  @Nullable String apiVersion;

  @Option(
      names = {"-n", "--namespace", "--target-namespace"},
      paramLabel = "NAME",
      defaultValue = "default",
      description = "Namespace of the target and the policy. Default: default.")
  @SuppressWarnings("NullAway.Init") // picocli sets it: there is a default
  String namespace;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the policy. Default: the target's.")
  @Nullable String name;

  @Option(names = "--min", paramLabel = "N", description = "The fewest replicas. Default: 1.")
  @Nullable Integer min;

  @Option(
      names = "--max",
      paramLabel = "N",
      required = true,
      description = "The most replicas. Required.")
  int max;

  @Option(
      names = "--cpu",
      paramLabel = "AMOUNT",
      description =
          "Cpu to hold, averaged over the pods: 60%% of what is requested, or 500m. Default: 80%%, without"
              + " --memory.")
  @Nullable String cpu;

  @Option(
      names = "--memory",
      paramLabel = "AMOUNT",
      description = "The same of memory: 70%% of what is requested, or 200Mi.")
  @Nullable String memory;

  @Option(
      names = "--cpu-percent",
      paramLabel = "N",
      description = "Percent of the requested cpu, as older versions of kubectl have it.")
  @Nullable Integer cpuPercent;

  AutoscaleCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode execute(Session session) {
    TargetRef ref = target();
    int least = min == null ? 1 : min;
    check(least >= 1, "--min is " + least + "; give 1 or more, for without pods there is no cpu");
    check(max >= least, "--max is " + max + "; give at least --min, which is " + least);
    PolicyId id = new PolicyId(namespace, name == null ? ref.name() : name);
    AutoscaleRequest request = new AutoscaleRequest(id, ref, min, max, goals());
    ConvertedPolicies converted = session.useCases().autoscale(request);
    for (PolicyProblem problem : converted.problems()) {
      check(false, problem.field() + ": " + problem.message());
    }
    return ConversionPrinter.print(converted, session);
  }

  private SortedMap<String, MetricTarget> goals() {
    check(
        cpuPercent == null || cpuPercent >= 1,
        "--cpu-percent is " + cpuPercent + "; give 1 or more");
    check(
        cpuPercent == null || cpu == null,
        "--cpu and --cpu-percent exclude each other; give --cpu");
    SortedMap<String, MetricTarget> goals = new TreeMap<>();
    if (cpuPercent != null) {
      goals.put("cpu", new MetricTarget.Utilization(cpuPercent));
    }
    addGoal(goals, "cpu", cpu, KubectlAmount.CPU, "60% of what is requested, or 500m");
    addGoal(goals, "memory", memory, KubectlAmount.MEMORY, "70% of what is requested, or 200Mi");
    return goals;
  }

  private void addGoal(
      SortedMap<String, MetricTarget> goals,
      String resource,
      @Nullable String given,
      KubectlAmount reading,
      String examples) {
    if (given != null) {
      Optional<MetricTarget> goal = reading.read(given);
      check(
          goal.isPresent(),
          "--" + resource + " is \"" + given + "\"; give an amount above 0, such as " + examples);
      goals.put(resource, goal.orElseThrow());
    }
  }

  private TargetRef target() {
    int slash = target.indexOf('/');
    check(
        slash > 0 && slash < target.length() - 1 && target.indexOf('/', slash + 1) < 0,
        "'" + target + "' is not of the form KIND/NAME, such as deployment/checkout");
    String kind = target.substring(0, slash);
    String targetName = target.substring(slash + 1);
    if (apiVersion != null) {
      return new TargetRef(apiVersion, kind, targetName);
    }
    TargetRef known = KubectlKinds.target(kind, targetName);
    check(
        known != null,
        "the kind '"
            + kind
            + "' is not among deployment, replicaset, statefulset and replicationcontroller; write a"
            + " target of another kind with its API, such as Rollout/"
            + targetName
            + " --api-version argoproj.io/v1alpha1");
    return Objects.requireNonNull(known);
  }

  private void check(boolean right, String message) {
    if (!right) {
      throw new ParameterException(command.commandLine(), message);
    }
  }
}
