package io.gitscaler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.history.ShardState;
import io.gitscaler.history.StateStore;
import io.gitscaler.history.StoredState;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.Shard;
import io.gitscaler.testing.Account;
import io.gitscaler.testing.Arbitrary;
import io.gitscaler.testing.ControlPlane;
import io.gitscaler.testing.NeedsControlPlane;
import io.gitscaler.testing.StateStoreContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The store against a real API server, with no more rights than it needs. */
@NeedsControlPlane
class ConfigMapHomesIT extends StateStoreContract {
  private final ControlPlane plane = ControlPlane.shared();
  private final String namespace = plane.namespace("state");
  private final Account account =
      plane
          .account(namespace, "runner")
          .mayIn(
              namespace,
              new PolicyRuleBuilder()
                  .withApiGroups("")
                  .withResources("configmaps")
                  .withVerbs("list", "get", "create", "update", "delete")
                  .build());
  private final KubernetesClient client = plane.clientAs(account);
  private final long mark = mark();

  private long mark() {
    try {
      return plane.audit().mark();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected StateStore open() {
    return open(ConfigMapHome.PART_BYTES);
  }

  private StateStore open(int partBytes) {
    return new ShardState(
        new ConfigMapHomes(client, namespace, "gitscaler", partBytes), Shard.WHOLE);
  }

  @Override
  protected int writes() {
    try {
      return plane.audit().writesSince(mark, account.user()).size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void close() {
    client.close();
  }

  private List<ConfigMap> configMaps() {
    return plane
        .admin()
        .configMaps()
        .inNamespace(namespace)
        .withLabel("gitscaler.io/state", "gitscaler")
        .list()
        .getItems();
  }

  @Test
  void growsShrinksAndDeletesWhatItNeedsNoMore() {
    StateStore store = open(4000);
    store.load();
    for (int policies : new int[] {60, 2}) {
      store.save(state(policies));
      assertThat(open(4000).load()).isEqualTo(state(policies));
    }
    assertThat(configMaps())
        .extracting(map -> map.getMetadata().getName())
        .containsExactly("gitscaler");
  }

  @Test
  void doesNotDeleteAPartThatSomebodyElseWrote() {
    StateStore store = open(4000);
    store.load();
    store.save(state(60));
    plane
        .admin()
        .configMaps()
        .inNamespace(namespace)
        .withName("gitscaler-1")
        .edit(
            map ->
                new ConfigMapBuilder(map)
                    .editMetadata()
                    .addToLabels("a", "b")
                    .endMetadata()
                    .build());
    assertThatThrownBy(() -> store.save(state(2)))
        .isInstanceOfSatisfying(
            OutsideFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(FailureKind.CONFLICT));
    assertThat(configMaps()).extracting(map -> map.getMetadata().getName()).contains("gitscaler-1");
  }

  @Test
  void aFullPartIsAccepted() {
    PolicyId policy = new PolicyId("shop", "web");
    Map<PolicyId, ScalingHistory> histories = new TreeMap<>();
    for (int i = 0; i < 6000; i++) {
      PolicyId id = new PolicyId("shop", "a-policy-with-a-name-of-usual-length-" + i);
      histories.put(id, new Arbitrary(i).history(policy));
    }
    StoredState state = StoredState.EMPTY.withHistories(histories);
    StateStore store = open();
    store.load();
    store.save(state);
    assertThat(configMaps()).hasSizeGreaterThan(2);
    assertThat(open().load().histories()).hasSize(6000);
  }

  @Test
  void namesTheRightThatIsMissing() {
    Account poor = plane.account(namespace, "poor");
    try (KubernetesClient may = plane.clientAs(poor)) {
      assertThatThrownBy(() -> new ConfigMapHomes(may, namespace, "gitscaler").load())
          .isInstanceOf(OutsideFailure.class)
          .hasMessageContaining("resources: [\"configmaps\"], verbs: [\"list\"]");
    }
  }

  private static StoredState state(int policies) {
    Map<PolicyId, ScalingHistory> histories = new TreeMap<>();
    for (int i = 0; i < policies; i++) {
      PolicyId id = new PolicyId("shop", "policy-" + i);
      histories.put(id, new Arbitrary(i).history(id));
    }
    return StoredState.EMPTY.withHistories(histories);
  }
}
