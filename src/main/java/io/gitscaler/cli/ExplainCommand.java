package io.gitscaler.cli;

import io.gitscaler.cli.usecase.AuditPlace;
import io.gitscaler.cli.usecase.ExplainRequest;
import io.gitscaler.cli.usecase.Explanation;
import io.gitscaler.policy.PolicyId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gitscaler explain}. */
@Command(
    footer = {
      "Example, why checkout grew on Friday night:",
      "  gitscaler explain shop/checkout --at 2026-11-20T21:15:00Z \\",
      "    --audit-repo https://git.example.org/team/policies.git",
    })
final class ExplainCommand extends GitscalerCommand {
  @Parameters(
      paramLabel = "NAMESPACE/POLICY",
      converter = PolicyIdConverter.class,
      description = "The policy to explain.")
  @SuppressWarnings("NullAway.Init") // picocli sets it: the parameter is required
  PolicyId policy;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      converter = InstantConverter.class,
      description =
          "Tell the record that was the last one at that time, from the trail. Default: the last"
              + " decision and the last scaling.")
  @Nullable Instant at;

  @Mixin PolicyOptions policies = new PolicyOptions();
  @Mixin AuditOptions audit = new AuditOptions();
  @Mixin GitOptions git = new GitOptions();
  @Mixin ClusterOptions cluster = new ClusterOptions();
  @Mixin OutputOptions output = new OutputOptions();

  ExplainCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode execute(Session session) {
    Map<String, String> environment = session.environment();
    AuditPlace trail = audit.placeOrNull(policies.placeOrNull(git, environment), git, environment);
    if (at != null && trail == null) {
      throw audit.wrong("--at reads the trail; name its repository with --audit-repo URL");
    }
    ExplainRequest request = new ExplainRequest(policy, at, trail, cluster.place());
    Explanation explanation = session.useCases().explain(request, progress(session));
    session.print(
        output.isText()
            ? new StoryPrinter(style(session)).explanation(explanation)
            : StructuredOutput.of(StoryDocument.of(explanation), output.format));
    explanation.remarks().forEach(line -> session.stderr().println(Plain.line(line)));
    return ExitCode.SUCCESS;
  }
}
