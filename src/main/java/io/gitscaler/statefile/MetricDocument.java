package io.gitscaler.statefile;

import io.gitscaler.policy.LabelSelector;
import io.gitscaler.policy.MetricIdentifier;
import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.MetricTarget;
import io.gitscaler.policy.Program;
import io.gitscaler.policy.Quantity;
import io.gitscaler.policy.RunMode;
import io.gitscaler.policy.TargetRef;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A metric of a policy as records spell it.
 *
 * @param type as in a policy: Resource, ContainerResource, Pods, Object, External, Command
 * @param selector in the form of a query parameter; absent where the metric has none
 * @param averageUtilization percent; of this and the two below exactly one is there
 */
record MetricDocument(
    String type,
    String name,
    @Nullable String container,
    @Nullable String selector,
    @Nullable RefDocument describedObject,
    @Nullable String runMode,
    @Nullable Integer averageUtilization,
    @Nullable String averageValue,
    @Nullable String value) {
  /**
   * What stands for a program in a policy that was read from a record. Records say what a program answered, not how it was
   * started: for that there is the policy at its commit.
   */
  static final Program NOT_RECORDED =
      new Program.Shell(Duration.ZERO, "not-recorded", List.of(), false);

  record RefDocument(String apiVersion, String kind, String name) {
    static RefDocument of(TargetRef ref) {
      return new RefDocument(ref.apiVersion(), ref.kind(), ref.name());
    }

    TargetRef ref() {
      return new TargetRef(apiVersion, kind, name);
    }
  }

  static MetricDocument of(MetricSpec spec) {
    return switch (spec) {
      case MetricSpec.Resource one -> plain(one, one.name(), null);
      case MetricSpec.ContainerResource one -> plain(one, one.name(), one.container());
      case MetricSpec.Pods one -> series(one, one.metric(), null);
      case MetricSpec.ObjectMetric one -> series(one, one.metric(), one.describedObject());
      case MetricSpec.External one -> series(one, one.metric(), null);
      case MetricSpec.Command one ->
          document(one, one.name(), null, null, null, Words.of(one.runMode()));
    };
  }

  private static MetricDocument plain(MetricSpec spec, String name, @Nullable String container) {
    return document(spec, name, container, null, null, null);
  }

  private static MetricDocument series(
      MetricSpec spec, MetricIdentifier metric, @Nullable TargetRef object) {
    LabelSelector selector = metric.selector();
    return document(
        spec,
        metric.name(),
        null,
        selector == null ? null : selector.toString(),
        object == null ? null : RefDocument.of(object),
        null);
  }

  private static MetricDocument document(
      MetricSpec spec,
      String name,
      @Nullable String container,
      @Nullable String selector,
      @Nullable RefDocument object,
      @Nullable String runMode) {
    MetricTarget target = spec.target();
    return new MetricDocument(
        spec.type(),
        name,
        container,
        selector,
        object,
        runMode,
        target instanceof MetricTarget.Utilization wanted ? wanted.percent() : null,
        target instanceof MetricTarget.AverageValue wanted ? wanted.value().text() : null,
        target instanceof MetricTarget.Value wanted ? wanted.value().text() : null);
  }

  MetricSpec spec() {
    return switch (type) {
      case "Resource" -> new MetricSpec.Resource(name, target());
      case "ContainerResource" ->
          new MetricSpec.ContainerResource(name, Objects.requireNonNull(container), target());
      case "Pods" -> new MetricSpec.Pods(identifier(), target());
      case "Object" ->
          new MetricSpec.ObjectMetric(
              identifier(), Objects.requireNonNull(describedObject).ref(), target());
      case "External" -> new MetricSpec.External(identifier(), target());
      case "Command" ->
          new MetricSpec.Command(
              name,
              NOT_RECORDED,
              Words.read(RunMode.class, Objects.requireNonNull(runMode)),
              target());
      default -> throw new IllegalArgumentException("unknown metric type " + Text.line(type, 40));
    };
  }

  private MetricIdentifier identifier() {
    return new MetricIdentifier(name, selector == null ? null : LabelSelector.parse(selector));
  }

  private MetricTarget target() {
    if (averageUtilization != null) {
      return new MetricTarget.Utilization(averageUtilization);
    }
    if (averageValue != null) {
      return new MetricTarget.AverageValue(quantity(averageValue));
    }
    return new MetricTarget.Value(quantity(Objects.requireNonNull(value)));
  }

  private static Quantity quantity(String text) {
    return Quantity.parse(text)
        .orElseThrow(() -> new IllegalArgumentException(Text.line(text, 40) + " is no quantity"));
  }
}
