package io.gitscaler.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.gitscaler.audit.AuditRecord;
import io.gitscaler.audit.EventSink;
import io.gitscaler.workload.Sight;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;

/**
 * Puts Events on targets, so that {@code kubectl describe} tells what was done and why.
 *
 * <p>They are core/v1 Events with first and last timestamp, as the HorizontalPodAutoscaler's are: every server, dashboard and
 * {@code kubectl get events} of any age shows those with the right time, and they need no more than the right to create {@code
 * events} of the core group. The name is made of what the Event says, so that it exists once, however often it is sent.
 */
public final class EventPublisher implements EventSink {
  /** What an Event's message may have, in bytes of UTF-8. */
  private static final int LONGEST_MESSAGE = 1024;

  /** What publishing needs. */
  static final Right RIGHT = new Right("", "events", "create", "");

  private final ApiRequests requests;
  private final String instance;
  private final int parallelism;

  /**
   * A publisher for one run.
   *
   * @param instance who speaks: the pod's name, or another name of this process
   * @param parallelism how many requests may be under way at one time; 1 or more
   */
  public EventPublisher(KubernetesClient client, String instance, int parallelism) {
    requests = new ApiRequests(client);
    this.instance = instance;
    this.parallelism = parallelism;
  }

  @Override
  public List<String> publish(List<AuditRecord> records) {
    List<TargetEvent> events =
        records.stream().flatMap(one -> TargetEvent.of(one).stream()).toList();
    try (SideBySide side = new SideBySide(parallelism)) {
      List<Future<Sight<Boolean>>> sent =
          events.stream()
              .map(
                  event ->
                      side.look(
                          "Event on " + event.target() + " in " + event.policy().namespace(),
                          () -> publish(event)))
              .toList();
      return sent.stream()
          .map(SideBySide::result)
          .filter(Sight.Unseen.class::isInstance)
          .map(sight -> ((Sight.Unseen<Boolean>) sight).failure().sentence())
          .toList();
    }
  }

  private boolean publish(TargetEvent event) {
    try {
      requests.sendOnce(
          "POST",
          "/api/v1/namespaces/" + event.policy().namespace() + "/events?fieldManager=gitscaler",
          body(event));
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == 409) {
        return false;
      }
      throw e;
    }
  }

  private ObjectNode body(TargetEvent event) {
    String namespace = event.policy().namespace();
    String at = event.at().truncatedTo(ChronoUnit.SECONDS).toString();
    ObjectNode body =
        ApiRequests.JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Event");
    body.putObject("metadata").put("name", name(event)).put("namespace", namespace);
    ObjectNode target =
        body.putObject("involvedObject")
            .put("apiVersion", event.target().apiVersion())
            .put("kind", event.target().kind())
            .put("namespace", namespace)
            .put("name", event.target().name());
    if (event.uid() != null) {
      target.put("uid", event.uid());
    }
    body.put("type", event.warning() ? "Warning" : "Normal")
        .put("reason", event.reason())
        .put("message", message(event))
        .put("firstTimestamp", at)
        .put("lastTimestamp", at)
        .put("count", 1)
        .put("reportingComponent", "gitscaler")
        .put("reportingInstance", instance);
    body.putObject("source").put("component", "gitscaler");
    return body;
  }

  private static String message(TargetEvent event) {
    String origin = " (policy " + event.policy() + ", run " + event.run() + ")";
    byte[] sentence = event.sentence().getBytes(StandardCharsets.UTF_8);
    int room = LONGEST_MESSAGE - origin.getBytes(StandardCharsets.UTF_8).length;
    if (sentence.length <= room) {
      return event.sentence() + origin;
    }
    String start = new String(sentence, 0, Math.max(0, room - 3), StandardCharsets.UTF_8);
    // A character that was cut in half reads as this one.
    return (start.endsWith("\uFFFD") ? start.substring(0, start.length() - 1) : start)
        + "..."
        + origin;
  }

  private static String name(TargetEvent event) {
    String identity =
        String.join(
            "\n",
            event.policy().toString(),
            event.run(),
            event.at().toString(),
            event.reason(),
            event.sentence());
    UUID digest = UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8));
    String target = event.target().name();
    return target.substring(0, Math.min(target.length(), 200)) + "." + digest;
  }
}
