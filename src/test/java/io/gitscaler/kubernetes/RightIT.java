package io.gitscaler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.gitscaler.testing.Account;
import io.gitscaler.testing.ControlPlane;
import io.gitscaler.testing.NeedsControlPlane;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That the API server reads the same right out of a path as we do: where it is granted, the path is not forbidden any more. */
@NeedsControlPlane
class RightIT {
  private final ControlPlane plane = ControlPlane.shared();
  private final String namespace = plane.namespace("rights");

  @Test
  void aPathIsForbiddenUntilItsRightIsGranted() {
    List<String> paths =
        List.of(
            "/pods",
            "/queue_messages_ready",
            "/pubsub.googleapis.com%7Csubscription%7Cnum_undelivered_messages",
            "/queue%2Fready",
            "/pods/*/http_requests",
            "/pods/*/http%2Frequests",
            "/metrics/orders",
            "/services/shop/requests+per+second",
            "/ingresses.networking.k8s.io/main/requests");
    for (int i = 0; i < paths.size(); i++) {
      String group = "g" + i + ".example.org";
      Account account = plane.account(namespace, "reader-" + i);
      try (KubernetesClient client = plane.clientAs(account)) {
        ApiRequests requests = new ApiRequests(client);
        String path = "/apis/" + group + "/v1/namespaces/" + namespace + paths.get(i);

        assertThat(status(requests, path)).as(path).isEqualTo(403);
        account.mayIn(
            namespace,
            RoleRules.of(List.of(Right.toGet(group, paths.get(i)))).toArray(PolicyRule[]::new));

        // Allowed, and then not found: nobody serves the group.
        assertThat(status(requests, path)).as(path).isEqualTo(404);
      }
    }
  }

  private static int status(ApiRequests requests, String path) {
    try {
      requests.get(path);
      return 200;
    } catch (KubernetesClientException e) {
      return e.getCode();
    }
  }
}
