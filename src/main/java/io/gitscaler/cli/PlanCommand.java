package io.gitscaler.cli;

import io.gitscaler.cli.usecase.MetricsPlace;
import io.gitscaler.cli.usecase.PolicyPlace;
import io.gitscaler.cli.usecase.Rhythm;
import io.gitscaler.cli.usecase.RunRequest;
import io.gitscaler.policy.Shard;
import io.gitscaler.reconcile.RunReport;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code gitscaler plan}. */
@Command(
    footer = {
      "Example, with policies that are not committed yet:",
      "  gitscaler plan --policies-dir policies/",
    })
final class PlanCommand extends GitscalerCommand {
  @Mixin PolicyOptions policies = new PolicyOptions();
  @Mixin AuditOptions audit = new AuditOptions();
  @Mixin GitOptions git = new GitOptions();
  @Mixin ClusterOptions cluster = new ClusterOptions();
  @Mixin ProgramOptions programs = new ProgramOptions();
  @Mixin ReportOptions report = new ReportOptions();

  PlanCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode execute(Session session) {
    Map<String, String> environment = session.environment();
    PolicyPlace place = policies.place(git, environment);
    RunRequest request =
        new RunRequest(
            place,
            audit.placeOrNull(place, git, environment),
            cluster.place(),
            Shard.WHOLE,
            programs.settings(),
            Rhythm.ONCE,
            null,
            MetricsPlace.NONE);
    RunReport planned = session.useCases().plan(request, progress(session));
    return report.show(planned, true, style(session), session);
  }

  @Override
  Set<ExitCode> failOn() {
    return report.failOn();
  }
}
