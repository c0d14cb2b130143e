package io.gitscaler.metric;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One metric's reading. */
public sealed interface Measurement {
  /**
   * One value for each pod that has one; pods without a value are simply absent, and names may occur that are no pod of the
   * target any more. May be empty when the API answered but no pod had the resource.
   *
   * @param values by pod name, in the order of the answer
   */
  record PerPod(Map<String, PodValue> values) implements Measurement {
    public PerPod {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }

  /**
   * A pod's value.
   *
   * @param milli thousandths
   * @param window the time span that the value was measured over
   */
  record PodValue(long milli, Instant timestamp, Duration window) {}

  /**
   * The values of all matching series, in thousandths; at least one. Exactly one for an Object metric.
   */
  record Series(List<Long> milli, Instant timestamp) implements Measurement {
    public Series {
      milli = List.copyOf(milli);
    }
  }

  /**
   * There is no value, and why. Never zero.
   *
   * @param sentence where, what, what to do
   */
  record Unavailable(Why why, String sentence) implements Measurement {}

  /** Kinds of unavailability that a decision tells apart. */
  enum Why {
    /** The metrics API could not be asked or refused. */
    READ_FAILED,
    /** It answered with nothing. */
    EMPTY,
    /** It, or a program, answered what is no usable number. */
    INVALID
  }
}
