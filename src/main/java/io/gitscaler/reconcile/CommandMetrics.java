package io.gitscaler.reconcile;

import io.gitscaler.failure.OneLine;
import io.gitscaler.metric.Measurement;
import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.Quantity;
import io.gitscaler.program.ProgramRun;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what the program of a Command metric printed as a measurement. */
final class CommandMetrics {
  private static final int MAX_QUOTE = 80;

  private CommandMetrics() {}

  /** The measurement that these runs of one metric's program give; one run for each pod, or a single one. */
  static Measurement measurement(MetricSpec.Command spec, List<ProgramRun> runs, Instant at) {
    Map<String, Measurement.PodValue> values = new LinkedHashMap<>();
    for (ProgramRun run : runs) {
      String failure = run.failure();
      if (failure != null) {
        return new Measurement.Unavailable(Measurement.Why.READ_FAILED, failure);
      }
      Optional<Long> milli = Quantity.parse(run.handedOn().text().strip()).flatMap(Quantity::milli);
      if (milli.isEmpty()) {
        return new Measurement.Unavailable(
            Measurement.Why.INVALID,
            spec.label()
                + " for "
                + run.resource()
                + ": \""
                + OneLine.of(run.answer().strip(), MAX_QUOTE)
                + "\" is no number within 64 bits. Print one number, such as 42, 0.5 or 1500m.");
      }
      values.put(run.resource(), new Measurement.PodValue(milli.get(), at, Duration.ZERO));
    }
    return switch (spec.runMode()) {
      case PER_POD -> new Measurement.PerPod(values);
      case PER_RESOURCE ->
          new Measurement.Series(
              values.values().stream().map(Measurement.PodValue::milli).toList(), at);
    };
  }
}
