package io.gitscaler.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code gitscaler config}: what {@code run} would do with the same flags, variables and file, without doing it. */
@Command(
    footer = {
      "Example, with the settings of a CronJob at hand:",
      "  gitscaler config --config settings.yaml --passes 4",
    })
final class ConfigCommand extends RunCommand {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
  CommandSpec spec;

  ConfigCommand(Session session) {
    super(session);
  }

  /** Shows the settings first, also those that do not fit together: to find out why, one looks at them. */
  @Override
  ExitCode execute(Session session) {
    SettingsInForce inForce =
        SettingsInForce.of(spec, session.environment(), CommandTree.settingNames(session));
    session.print(
        report.output.isText()
            ? SettingsPrinter.text(inForce, style(session))
            : StructuredOutput.of(SettingsPrinter.document(inForce), report.output.format));
    for (SettingsInForce.Stranger stranger : inForce.strangers()) {
      session.stderr().println(Plain.line(SettingsPrinter.sentence(stranger)));
    }
    request(session);
    return ExitCode.SUCCESS;
  }
}
