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
    ObjectList list = new ObjectList(requests);
    ObjectList.Query query = new ObjectList.Query(PODS.path(namespace), true, "");
    PodReader json = new PodReader(namespace);
    List<PodSnapshot> pods =
        documents
            ? list.read(query, json::readWithDocument)
            : list.read(query, json::read, PODS.kind(), new PodMessages(namespace)::read);
    pods.sort(Comparator.comparing(PodSnapshot::name));
    return new LabelledObjects<>(List.copyOf(pods), PodSnapshot::labels);
  }
}
