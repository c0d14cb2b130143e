package io.gitscaler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.RunLock;
import io.gitscaler.policy.Shard;
import io.gitscaler.testing.Account;
import io.gitscaler.testing.ControlPlane;
import io.gitscaler.testing.NeedsControlPlane;
import io.gitscaler.testing.RunLockContract;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The Lease against a real API server, with no more rights than it needs. */
@NeedsControlPlane
class RunLeaseIT extends RunLockContract {
  private final ControlPlane plane = ControlPlane.shared();
  private final String namespace = plane.namespace("lease");
  private final Account account =
      plane
          .account(namespace, "runner")
          .mayIn(
              namespace,
              new PolicyRuleBuilder()
                  .withApiGroups("coordination.k8s.io")
                  .withResources("leases")
                  .withVerbs("get", "list", "create", "update")
                  .build());
  private final KubernetesClient client = plane.clientAs(account);

  @Override
  protected RunLock lock(String run) {
    return lock(LeaseHolder.process("laptop", 42, run));
  }

  private RunLock lock(LeaseHolder holder) {
    return new RunLease(client, namespace, "gitscaler", Shard.WHOLE, holder, DURATION, clock);
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void isTakenOverAtOnceWhereThePodIsGoneAndMayBeLookedAt() {
    plane
        .admin()
        .pods()
        .inNamespace(namespace)
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName("first")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("gitscaler")
                .withImage("gitscaler")
                .endContainer()
                .endSpec()
                .build())
        .create();
    RunLock.Held first = lock(LeaseHolder.pod(namespace, "first", "run-1")).acquire();
    assertLease(() -> lock("second").acquire());
    plane.admin().pods().inNamespace(namespace).withName("first").withGracePeriod(0).delete();
    // Without the right to look, nobody knows that the pod is gone.
    assertLease(() -> lock("second").acquire());
    account.mayIn(
        namespace,
        new PolicyRuleBuilder().withApiGroups("").withResources("pods").withVerbs("get").build());
    RunLock.Held second = lock("second").acquire();
    clock.later(DURATION.dividedBy(2));
    second.confirm();
    assertLease(first::confirm);
  }

  @Test
  void leavesALeaseThatIsReleased() {
    lock("first").acquire().close();
    Lease lease = plane.admin().leases().inNamespace(namespace).withName("gitscaler").get();
    assertThat(lease.getSpec().getHolderIdentity()).isNullOrEmpty();
    assertThat(lease.getMetadata().getLabels()).containsEntry("gitscaler.io/state", "gitscaler");
  }

  @Test
  void oneOfManyRunsThatStartTogetherGetsIt() throws Exception {
    List<Callable<Boolean>> runs = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      RunLock lock = lock("run-" + i);
      runs.add(
          () -> {
            try {
              lock.acquire();
              return true;
            } catch (OutsideFailure held) {
              return false;
            }
          });
    }
    int winners = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<Boolean> run : threads.invokeAll(runs)) {
        winners += run.get() ? 1 : 0;
      }
    }
    assertThat(winners).isEqualTo(1);
  }

  @Test
  void runsOfDifferentLayoutsNeverWorkTogether() throws Exception {
    List<Shard> shards =
        List.of(
            new Shard(0, 1), new Shard(0, 2), new Shard(1, 2), new Shard(2, 3), new Shard(7, 8));
    List<Integer> working = new CopyOnWriteArrayList<>();
    List<Callable<Boolean>> runs = new ArrayList<>();
    for (Shard shard : shards) {
      runs.add(
          () -> {
            boolean alone = true;
            for (int i = 0; i < 8; i++) {
              LeaseHolder holder =
                  LeaseHolder.process("laptop", 42, shard.index() + "-" + shard.count() + "-" + i);
              try (RunLock.Held held =
                  new RunLease(client, namespace, "gitscaler", shard, holder, DURATION, clock)
                      .acquire()) {
                working.add(shard.count());
                held.confirm();
                alone &= working.stream().allMatch(count -> count == shard.count());
                working.remove(Integer.valueOf(shard.count()));
              } catch (OutsideFailure refused) {
                assertThat(refused.kind()).isEqualTo(FailureKind.LEASE);
              }
            }
            return alone;
          });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(runs.size())) {
      for (Future<Boolean> run : threads.invokeAll(runs)) {
        assertThat(run.get()).isTrue();
      }
    }
    lock("after the storm").acquire().confirm();
  }
}
