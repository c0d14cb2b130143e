package io.gitscaler.cli;

import io.gitscaler.cli.usecase.Manifests;
import io.gitscaler.cli.usecase.ManifestsRequest;
import io.gitscaler.policy.PolicyProblem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gitscaler manifests}. Policies that are invalid need no rights; they are named beside the result. */
@Command(
    footer = {
      "Example, after policies changed:",
      "  gitscaler manifests --policies-dir policies/ | kubectl apply -f -",
    })
final class ManifestsCommand extends GitscalerCommand {
  @Option(
      names = "--service-account",
      paramLabel = "NAME",
      description =
          "Service account in the namespace of the state, which gets the rights. Default: gitscaler.")
  String serviceAccount = "gitscaler";

  @Mixin PolicyOptions policies = new PolicyOptions();
  @Mixin GitOptions git = new GitOptions();
  @Mixin StateOptions state = new StateOptions();
  @Mixin ShardCountOptions shards = new ShardCountOptions();

  ManifestsCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode execute(Session session) {
    Manifests manifests =
        session
            .useCases()
            .manifests(
                new ManifestsRequest(
                    policies.place(git, session.environment()),
                    state.namespace,
                    state.name,
                    shards.count(),
                    serviceAccount));
    session.print(manifests.yaml());
    for (PolicyProblem problem : manifests.policies().problems()) {
      session.stderr().println(Plain.line(problem.toString()));
    }
    for (String notice : manifests.policies().notices()) {
      session.stderr().println("warning: " + Plain.line(notice));
    }
    return manifests.policies().problems().isEmpty() ? ExitCode.SUCCESS : ExitCode.INVALID;
  }
}
