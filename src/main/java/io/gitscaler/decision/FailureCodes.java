package io.gitscaler.decision;

import io.gitscaler.metric.Measurement;
import io.gitscaler.policy.MetricSpec;

/** Which reason a metric that cannot be read or used gives; the words are the HorizontalPodAutoscaler's. */
final class FailureCodes {
  private FailureCodes() {}

  static ReasonCode of(MetricSpec spec) {
    return switch (spec) {
      case MetricSpec.Resource resource -> ReasonCode.FailedGetResourceMetric;
      case MetricSpec.ContainerResource resource -> ReasonCode.FailedGetContainerResourceMetric;
      case MetricSpec.Pods pods -> ReasonCode.FailedGetPodsMetric;
      case MetricSpec.ObjectMetric object -> ReasonCode.FailedGetObjectMetric;
      case MetricSpec.External external -> ReasonCode.FailedGetExternalMetric;
      case MetricSpec.Command command -> ReasonCode.FailedGetCommandMetric;
    };
  }

  static UnavailableMetric unavailable(MetricSpec spec, Measurement.Unavailable reading) {
    ReasonCode code =
        switch (reading.why()) {
          case READ_FAILED, EMPTY -> of(spec);
          case INVALID -> ReasonCode.InvalidMetric;
        };
    return new UnavailableMetric(code, reading.sentence());
  }
}
