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
import java.util.HashSet;
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
    Map<MetricRequest, Sight<Answer>> answers = send(toSend, resources(queries));
    Map<MetricQuery, Measurement> measurements = new LinkedHashMap<>();
    requested.forEach(
        (query, sight) -> measurements.put(query, measurement(query, sight, answers)));
    return measurements;
  }

  /** What an API answered, to be asked for the measurement of each query that is about it. */
  @FunctionalInterface
  private interface Answer {
    Measurement measurement(MetricQuery query);
  }

  /** The resources that some query is about. */
  private static Set<String> resources(Collection<MetricQuery> queries) {
    Set<String> resources = new HashSet<>();
    for (MetricQuery query : queries) {
      switch (query.spec()) {
        case MetricSpec.Resource resource -> resources.add(resource.name());
        case MetricSpec.ContainerResource resource -> resources.add(resource.name());
        case MetricSpec other -> {}
      }
    }
    return resources;
  }

  private Map<MetricRequest, Sight<Answer>> send(Set<MetricRequest> toSend, Set<String> resources) {
    Map<MetricRequest, Future<Sight<Answer>>> sent = new LinkedHashMap<>();
    try (SideBySide requestsAtOnce = new SideBySide(atOnce)) {
      toSend.forEach(
          request ->
              sent.put(
                  request, requestsAtOnce.look(request.where(), () -> answer(request, resources))));
      Map<MetricRequest, Sight<Answer>> answers = new LinkedHashMap<>();
      sent.forEach((request, answer) -> answers.put(request, SideBySide.result(answer)));
      return answers;
    }
  }

  private static Measurement measurement(
      MetricQuery query,
      Sight<MetricRequest> requested,
      Map<MetricRequest, Sight<Answer>> answers) {
    return switch (requested) {
      case Sight.Unseen<MetricRequest> unseen -> unavailable(unseen.failure().sentence());
      case Sight.Seen<MetricRequest> seen ->
          switch (Objects.requireNonNull(answers.get(seen.value()))) {
            case Sight.Unseen<Answer> unseen ->
                unavailable(explain(seen.value(), unseen.failure()));
            case Sight.Seen<Answer> answer -> answer.value().measurement(query);
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

  private Answer answer(MetricRequest request, Set<String> resources) {
    if (request.api().equals(ResourceMetrics.API)) {
      return answer(
          new ResourceMetrics(
              lists.read(
                  new ObjectList.Query(request.path(), false, ""),
                  new PodUsage.Reader(resources)::read)));
    }
    List<JsonNode> items = new ArrayList<>();
    requests.get(request.path()).path("items").forEach(items::add);
    return answer(request, items);
  }

  private static Answer answer(ResourceMetrics usage) {
    return query ->
        switch (query.spec()) {
          case MetricSpec.Resource resource -> usage.measurement(query, resource.name(), null);
          case MetricSpec.ContainerResource resource ->
              usage.measurement(query, resource.name(), resource.container());
          case MetricSpec other -> throw new IllegalArgumentException(other.label());
        };
  }

  private static Answer answer(MetricRequest request, List<JsonNode> items) {
    return query ->
        switch (query.spec()) {
          case MetricSpec.Pods pods -> CustomMetrics.perPod(request, items);
          case MetricSpec.ObjectMetric object -> CustomMetrics.ofObject(request, items);
          case MetricSpec.External external -> ExternalMetrics.measurement(request, items);
          case MetricSpec other -> throw new IllegalArgumentException(other.label());
        };
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
