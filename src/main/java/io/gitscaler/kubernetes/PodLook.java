package io.gitscaler.kubernetes;

import io.gitscaler.workload.PodSnapshot;
import java.util.Comparator;
import java.util.List;

/**
 * All pods of one namespace, in the order of their names, from the server's memory: readings of pods are older than that
 * anyway, and a target's pods are most of what a cluster holds.
 *
 * @param documents whether programs need the pods as a whole
 */
record PodLook(String namespace, boolean documents) {
  static final ResourceKind PODS = new ResourceKind("", "v1", "Pod", "pods", true, false);

  /** What a look needs. */
  static final Right RIGHT = Right.to("list", PODS);

  LabelledObjects<PodSnapshot> look(ApiRequests requests) {
    PodReader reader = new PodReader(namespace);
    List<PodSnapshot> pods =
        new ObjectList(requests)
            .read(
                new ObjectList.Query(PODS.path(namespace), true, ""),
                documents ? reader::readWithDocument : reader::read);
    pods.sort(Comparator.comparing(PodSnapshot::name));
    return new LabelledObjects<>(List.copyOf(pods), PodSnapshot::labels);
  }
}
