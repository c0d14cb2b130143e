package io.gitscaler.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.gitscaler.metric.Measurement;
import io.gitscaler.metric.MetricQuery;
import io.gitscaler.policy.MetricSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads external.metrics.k8s.io: any number of series, of something that is no object of the cluster. */
final class ExternalMetrics {
  static final String API = "external.metrics.k8s.io";

  private ExternalMetrics() {}

  static MetricRequest request(MetricQuery query, MetricSpec.External spec) {
    String namespace = query.workload().namespace();
    String path =
        "/apis/"
            + API
            + "/v1beta1/namespaces/"
            + namespace
            + below(spec)
            + MetricRequest.parameter("?", "labelSelector", spec.metric().selector());
    return new MetricRequest(
        API, path, spec.metric().name() + " in " + namespace + " (" + API + ")");
  }

  private static String below(MetricSpec.External spec) {
    return "/" + MetricRequest.segment(spec.metric().name());
  }

  /** What the request needs. */
  static Right right(MetricSpec.External spec) {
    return Right.toGet(API, below(spec));
  }

  static Measurement measurement(MetricRequest request, List<JsonNode> items) {
    if (items.isEmpty()) {
      return CustomMetrics.empty(request);
    }
    List<Long> series = new ArrayList<>();
    for (JsonNode item : items) {
      Optional<Long> milli = MetricItems.milli(item.path("value").asText());
      if (milli.isEmpty()) {
        return CustomMetrics.invalid(request, item);
      }
      series.add(milli.get());
    }
    return new Measurement.Series(
        series, MetricItems.timestamp(items.getFirst().path("timestamp").asText()));
  }
}
