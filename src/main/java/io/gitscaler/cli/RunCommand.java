package io.gitscaler.cli;

import io.gitscaler.cli.usecase.AuditPlace;
import io.gitscaler.cli.usecase.PolicyPlace;
import io.gitscaler.cli.usecase.RunRequest;
import io.gitscaler.reconcile.RunReport;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code gitscaler run}. Not final, for {@code gitscaler config} takes the same flags and shows them. */
@Command(
    footer = {
      "Example, as a CronJob runs it:",
      "  gitscaler run --policies-repo https://git.example.org/team/policies.git \\",
      "    --git-token-file /var/run/git/token --passes 4 --interval 15s",
    })
class RunCommand extends GitscalerCommand {
  @Mixin PolicyOptions policies = new PolicyOptions();
  @Mixin AuditOptions audit = new AuditOptions();
  @Mixin GitOptions git = new GitOptions();
  @Mixin ClusterOptions cluster = new ClusterOptions();
  @Mixin ShardOptions shards = new ShardOptions();
  @Mixin ProgramOptions programs = new ProgramOptions();
  @Mixin RhythmOptions rhythm = new RhythmOptions();
  @Mixin DeadlineOptions deadline = new DeadlineOptions();
  @Mixin MetricsOptions metrics = new MetricsOptions();
  @Mixin ReportOptions report = new ReportOptions();

  RunCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode execute(Session session) {
    RunReport done = session.useCases().run(request(session), progress(session));
    return report.show(done, false, style(session), session);
  }

  /** What the settings come down to; a wrong command line where they do not fit together. */
  final RunRequest request(Session session) {
    Map<String, String> environment = session.environment();
    PolicyPlace place = policies.place(git, environment);
    AuditPlace trail = audit.place(place, git, environment);
    return new RunRequest(
        place,
        trail,
        cluster.place(),
        shards.shard(environment),
        programs.settings(),
        rhythm.rhythm(),
        deadline.deadline(rhythm.rhythm()),
        metrics.place(environment));
  }

  @Override
  Set<ExitCode> failOn() {
    return report.failOn();
  }
}
