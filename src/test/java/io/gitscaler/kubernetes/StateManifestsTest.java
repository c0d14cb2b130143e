package io.gitscaler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The manifests of the state's objects mean something to the client's model, every field of them. */
class StateManifestsTest {
  @Test
  void theConfigMapIsOne() throws IOException {
    ConfigMap map = Serialization.unmarshal(read("configmap.yaml"), ConfigMap.class);
    assertThat(map.getAdditionalProperties()).isEmpty();
    assertThat(map.getData()).hasSize(9).containsKey(StateSeal.KEY);
    assertThat(StateSeal.isWhole("gitscaler", map.getData())).isTrue();
    assertIsOurs(map);
  }

  @Test
  void theLeaseIsOne() throws IOException {
    Lease lease = Serialization.unmarshal(read("lease.yaml"), Lease.class);
    assertThat(lease.getAdditionalProperties()).isEmpty();
    assertThat(lease.getSpec().getAdditionalProperties()).isEmpty();
    assertThat(lease.getSpec().getHolderIdentity()).isEmpty();
    assertThat(lease.getSpec().getRenewTime()).isNotNull();
    assertIsOurs(lease);
  }

  private static void assertIsOurs(HasMetadata object) {
    assertThat(object.getMetadata().getAdditionalProperties()).isEmpty();
    assertThat(object.getMetadata().getName()).isEqualTo("gitscaler");
    assertThat(object.getMetadata().getLabels()).isEqualTo(StateLabels.of("gitscaler"));
  }

  private static String read(String file) throws IOException {
    return Files.readString(Path.of("state-store", file));
  }
}
