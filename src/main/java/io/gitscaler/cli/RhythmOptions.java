package io.gitscaler.cli;

import io.gitscaler.cli.usecase.Rhythm;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How often one run evaluates. */
final class RhythmOptions extends OptionGroup {
  @Option(names = "--passes", paramLabel = "N", description = "Evaluations in one run. Default: 1.")
  int passes = 1;

  @Option(
      names = "--interval",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "From the start of one pass to the start of the next. Default: 15s.")
  Duration interval = Duration.ofSeconds(15);

  Rhythm rhythm() {
    return new Rhythm(atLeastOne("--passes", passes), interval);
  }
}
