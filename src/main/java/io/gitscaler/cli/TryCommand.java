package io.gitscaler.cli;

import io.gitscaler.audit.PolicyResult;
import io.gitscaler.cli.usecase.TryRequest;
import io.gitscaler.policy.PolicyId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code gitscaler try}. */
@Command(
    footer = {
      "Example, while writing a program:",
      "  gitscaler try shop/checkout --policies-dir policies/",
    })
final class TryCommand extends GitscalerCommand {
  @Parameters(
      paramLabel = "NAMESPACE/POLICY",
      converter = PolicyIdConverter.class,
      description = "The policy to try.")
  @SuppressWarnings("NullAway.Init") // picocli sets it: the parameter is required
  PolicyId policy;

  @Mixin PolicyOptions policies = new PolicyOptions();
  @Mixin GitOptions git = new GitOptions();
  @Mixin ClusterOptions cluster = new ClusterOptions();
  @Mixin ProgramOptions programs = new ProgramOptions();
  @Mixin OutputOptions output = new OutputOptions();

  TryCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode execute(Session session) {
    TryRequest request =
        new TryRequest(
            policy,
            policies.place(git, session.environment()),
            cluster.place(),
            programs.settings());
    PolicyResult tried = session.useCases().tryOut(request, progress(session));
    session.print(
        output.isText()
            ? new TrialPrinter(style(session)).trial(tried)
            : StructuredOutput.of(TrialPrinter.document(tried), output.format));
    boolean failed = tried.programs().stream().anyMatch(run -> !run.succeeded());
    return failed ? ExitCode.STOPPED : ExitCode.of(tried);
  }
}
