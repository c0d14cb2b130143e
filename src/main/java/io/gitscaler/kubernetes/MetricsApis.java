package io.gitscaler.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.metric.Measurement;
import io.gitscaler.metric.MetricQuery;
import io.gitscaler.metric.MetricSource;
import io.gitscaler.policy.MetricSpec;
import io.gitscaler.workload.Sight;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Future;

/**
 * Reads the five metric types of autoscaling/v2 from the metrics APIs: PodMetrics once per namespace, every other metric once
 * per path and selector, however many policies ask for it. An API that fails makes only its own metrics unavailable.
 *
 * @see <a href="https://github.com/kubernetes/metrics">the metrics APIs</a>
 */
public final class MetricsApis implements MetricSource {
  private final ApiRequests requests;
  private final ObjectList lists;
  private final CustomMetrics custom;
  private final int atOnce;

  /**
   * Reads over the client's connection.
   *
   * @param atOnce how many requests may be under way at one time; 1 or more
   */
  public MetricsApis(KubernetesClient client, int atOnce) {
    this.requests = new ApiRequests(client);
    this.lists = new ObjectList(requests);
    this.custom = new CustomMetrics(new ApiDiscovery(requests));
    this.atOnce = atOnce;
  }

  @Override
  public Map<MetricQuery, Measurement> read(Collection<MetricQuery> queries) {
    Map<MetricQuery, Sight<MetricRequest>> requested = new LinkedHashMap<>();
    Set<MetricRequest> toSend = new LinkedHashSet<>();
    for (MetricQuery query : queries) {
      try {
        MetricRequest request = request(query);
        requested.put(query, Sight.of(request));
        toSend.add(request);
      } catch (OutsideFailure failure) {
        requested.put(query, Sight.failed(failure));
      }
    }
    Map<MetricRequest, Sight<List<JsonNode>>> answers = send(toSend);
    Map<MetricQuery, Measurement> measurements = new LinkedHashMap<>();
    requested.forEach(
        (query, sight) -> measurements.put(query, measurement(query, sight, answers)));
    return measurements;
  }

  private Map<MetricRequest, Sight<List<JsonNode>>> send(Set<MetricRequest> toSend) {
    Map<MetricRequest, Future<Sight<List<JsonNode>>>> sent = new LinkedHashMap<>();
    try (SideBySide requestsAtOnce = new SideBySide(atOnce)) {
      toSend.forEach(
          request -> sent.put(request, requestsAtOnce.look(request.where(), () -> items(request))));
      Map<MetricRequest, Sight<List<JsonNode>>> answers = new LinkedHashMap<>();
      sent.forEach((request, answer) -> answers.put(request, SideBySide.result(answer)));
      return answers;
    }
  }

  private static Measurement measurement(
      MetricQuery query,
      Sight<MetricRequest> requested,
      Map<MetricRequest, Sight<List<JsonNode>>> answers) {
    return switch (requested) {
      case Sight.Unseen<MetricRequest> unseen -> unavailable(unseen.failure().sentence());
      case Sight.Seen<MetricRequest> seen ->
          switch (Objects.requireNonNull(answers.get(seen.value()))) {
            case Sight.Unseen<List<JsonNode>> unseen ->
                unavailable(explain(seen.value(), unseen.failure()));
            case Sight.Seen<List<JsonNode>> items ->
                measurement(query, seen.value(), items.value());
          };
    };
  }

  private static Measurement unavailable(String sentence) {
    return new Measurement.Unavailable(Measurement.Why.READ_FAILED, sentence);
  }

  private MetricRequest request(MetricQuery query) {
    return switch (query.spec()) {
      case MetricSpec.Resource resource -> ResourceMetrics.request(query);
      case MetricSpec.ContainerResource resource -> ResourceMetrics.request(query);
      case MetricSpec.Pods pods -> custom.request(query, pods);
      case MetricSpec.ObjectMetric object -> custom.request(query, object);
      case MetricSpec.External external -> ExternalMetrics.request(query, external);
      case MetricSpec.Command command ->
          throw new IllegalArgumentException("a program measures " + command.label());
    };
  }

  private static Measurement measurement(
      MetricQuery query, MetricRequest request, List<JsonNode> items) {
    return switch (query.spec()) {
      case MetricSpec.Resource resource ->
          ResourceMetrics.measurement(query, resource.name(), null, items);
      case MetricSpec.ContainerResource resource ->
          ResourceMetrics.measurement(query, resource.name(), resource.container(), items);
      case MetricSpec.Pods pods -> CustomMetrics.perPod(request, items);
      case MetricSpec.ObjectMetric object -> CustomMetrics.ofObject(request, items);
      case MetricSpec.External external -> ExternalMetrics.measurement(request, items);
      case MetricSpec.Command command ->
          throw new IllegalArgumentException("a program measures " + command.label());
    };
  }

  private List<JsonNode> items(MetricRequest request) {
    if (request.api().equals(ResourceMetrics.API)) {
      return lists.read(
          new ObjectList.Query(request.path(), false, "", ResourceMetrics.FIELDS), item -> item);
    }
    List<JsonNode> items = new ArrayList<>();
    requests.get(request.path()).path("items").forEach(items::add);
    return items;
  }

  private static String explain(MetricRequest request, OutsideFailure failure) {
    return failure.kind() == FailureKind.NOT_FOUND
        ? failure.sentence()
            + " Check that "
            + request.api()
            + " is installed and knows the metric."
        : failure.sentence();
  }
}
