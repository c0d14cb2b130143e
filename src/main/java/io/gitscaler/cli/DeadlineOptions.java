package io.gitscaler.cli;

import io.gitscaler.cli.usecase.Rhythm;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When a run is over, done or not. */
final class DeadlineOptions extends OptionGroup {
  /** A bit less than the 50 seconds that the CronJob gives a run of one pass. */
  private static final Duration FOR_THE_LAST_PASS = Duration.ofSeconds(45);

  @Option(
      names = "--deadline",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description =
          "When the run is over, done or not; what was not dealt with is skipped. Default: 45s, and the time until the last pass begins.")
  @Nullable Duration given;

  Duration deadline(Rhythm rhythm) {
    Duration lastPass = rhythm.interval().multipliedBy(rhythm.passes() - 1L);
    if (given == null) {
      return lastPass.plus(FOR_THE_LAST_PASS);
    }
    if (given.compareTo(lastPass) <= 0 || given.isZero()) {
      throw wrong(
          "--deadline is over before the last pass begins, which is after "
              + lastPass.toSeconds()
              + "s; give more than that, or fewer passes");
    }
    return given;
  }
}
