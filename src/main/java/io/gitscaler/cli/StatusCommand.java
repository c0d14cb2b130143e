package io.gitscaler.cli;

import io.gitscaler.cli.usecase.InstallationStatus;
import io.gitscaler.cli.usecase.StatusRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gitscaler status}. */
@Command(
    footer = {
      "Example, as a probe that fails when nobody has looked for five minutes:",
      "  gitscaler status --stale-after 5m",
    })
final class StatusCommand extends GitscalerCommand {
  @Option(
      names = "--stale-after",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description =
          "Exit with status 4 when no run has made a pass for so long. Default: tell only.")
  @Nullable Duration staleAfter;

  @Mixin KnownShardsOptions shards = new KnownShardsOptions();
  @Mixin ClusterOptions cluster = new ClusterOptions();
  @Mixin OutputOptions output = new OutputOptions();

  StatusCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode execute(Session session) {
    InstallationStatus status =
        session.useCases().status(new StatusRequest(cluster.place(), shards.count()));
    String stale = staleAfter == null ? null : status.stale(staleAfter);
    ExitCode exit = stale == null ? ExitCode.SUCCESS : ExitCode.STOPPED;
    session.print(
        output.isText()
            ? new StatusPrinter(style(session), status).text()
            : StructuredOutput.of(StatusDocument.of(status, exit), output.format));
    status.remarks().forEach(line -> session.stderr().println(Plain.line(line)));
    if (stale != null) {
      session
          .stderr()
          .println(
              "gitscaler: stale: "
                  + stale
                  + ". Look at the CronJob and at the logs of its newest jobs.");
    }
    return exit;
  }
}
