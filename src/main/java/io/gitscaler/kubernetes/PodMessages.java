package io.gitscaler.kubernetes;

import io.gitscaler.policy.Quantity;
import io.gitscaler.workload.PodSnapshot;
import io.gitscaler.workload.PodSnapshot.Container;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads pods out of a protobuf list, the same of each as {@link PodReader} does of JSON. The numbers are those of the fields in
 * Kubernetes' own definition.
 *
 * @see <a href="https://github.com/kubernetes/api/blob/master/core/v1/generated.proto">core/v1/generated.proto</a>
 */
final class PodMessages {
  private final String namespace;
  private final PodDraft.Common common = new PodDraft.Common();

  PodMessages(String namespace) {
    this.namespace = namespace;
  }

  PodSnapshot read(ProtobufReader in) throws IOException {
    PodDraft pod = new PodDraft();
    int outer = in.enter();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> metadata(in, pod);
        case 2 -> spec(in, pod);
        case 3 -> status(in, pod);
        default -> in.skip();
      }
    }
    in.leave(outer);
    return pod.snapshot(namespace, null);
  }

  private void metadata(ProtobufReader in, PodDraft pod) throws IOException {
    Map<String, String> labels = new HashMap<>();
    int outer = in.enter();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> pod.name = in.text();
        case 9 -> pod.terminating = in.time() != null;
        case 11 -> in.entry(labels);
        default -> in.skip();
      }
    }
    in.leave(outer);
    pod.labels = common.one(Map.copyOf(labels));
  }

  private void spec(ProtobufReader in, PodDraft pod) throws IOException {
    List<Container> containers = new ArrayList<>(2);
    List<Container> initContainers = new ArrayList<>(2);
    Map<String, String> overhead = new HashMap<>();
    int outer = in.enter();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 2 -> containers.add(container(in));
        case 20 -> initContainers.add(container(in));
        case 32 -> in.quantity(overhead);
        case 40 -> pod.podLevelRequests = requests(in);
        default -> in.skip();
      }
    }
    in.leave(outer);
    pod.containers = common.one(List.copyOf(containers));
    pod.initContainers = common.one(List.copyOf(initContainers));
    pod.overhead = common.quantities(Map.copyOf(overhead));
  }

  private void status(ProtobufReader in, PodDraft pod) throws IOException {
    int outer = in.enter();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> pod.phase(common.one(in.text()));
        case 2 -> condition(in, pod);
        case 7 -> pod.startTime = in.time();
        default -> in.skip();
      }
    }
    in.leave(outer);
  }

  private static void condition(ProtobufReader in, PodDraft pod) throws IOException {
    String type = "";
    String status = "";
    Instant lastTransition = null;
    int outer = in.enter();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> type = in.text();
        case 2 -> status = in.text();
        case 4 -> lastTransition = in.time();
        default -> in.skip();
      }
    }
    in.leave(outer);
    pod.condition(type, status, lastTransition);
  }

  private Container container(ProtobufReader in) throws IOException {
    String name = "";
    String restartPolicy = "";
    Map<String, Quantity> requests = null;
    int outer = in.enter();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> name = common.one(in.text());
        case 8 -> requests = requests(in);
        case 24 -> restartPolicy = in.text();
        default -> in.skip();
      }
    }
    in.leave(outer);
    return new Container(
        name, requests == null ? Map.of() : requests, restartPolicy.equals("Always"));
  }

  /** The requests of {@code resources}; null where there are none. */
  private @Nullable Map<String, Quantity> requests(ProtobufReader in) throws IOException {
    Map<String, String> requests = new HashMap<>();
    int outer = in.enter();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 2 -> in.quantity(requests);
        default -> in.skip();
      }
    }
    in.leave(outer);
    return requests.isEmpty() ? null : common.quantities(Map.copyOf(requests));
  }
}
