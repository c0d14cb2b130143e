package io.gitscaler.exposition;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One metric with its values, all of which carry the same first labels. */
final class Family {
  private final String name;
  private final String help;
  private final Labels common;
  private final List<Point> points = new ArrayList<>();

  private record Point(Labels labels, double value) {}

  Family(String name, String help, Labels common) {
    this.name = name;
    this.help = help;
    this.common = common;
  }

  /**
   * Adds a value.
   *
   * @param labels names and values by turns
   */
  Family add(double value, String... labels) {
    points.add(new Point(common.merge(Labels.of(labels)), value));
    return this;
  }

  Family add(long count, String... labels) {
    return add((double) count, labels);
  }

  /** Adds a time in seconds since 1970; an unknown one is not there. */
  Family add(@Nullable Instant time, String... labels) {
    return time == null ? this : add(time.toEpochMilli() / 1000.0, labels);
  }

  /** Adds a span in seconds. */
  Family add(Duration span, String... labels) {
    return add(span.toNanos() / 1e9, labels);
  }

  boolean isEmpty() {
    return points.isEmpty();
  }

  MetricSnapshot gauge() {
    return new GaugeSnapshot(
        new MetricMetadata(name, help),
        points.stream()
            .map(point -> new GaugeDataPointSnapshot(point.value(), point.labels(), null))
            .toList());
  }

  /** A value that only grows; the written name ends with {@code _total}. */
  MetricSnapshot counter() {
    return new CounterSnapshot(
        new MetricMetadata(name, help),
        points.stream()
            .map(point -> new CounterDataPointSnapshot(point.value(), point.labels(), null, 0L))
            .toList());
  }
}
