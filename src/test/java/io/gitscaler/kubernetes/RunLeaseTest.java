package io.gitscaler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.RunLock;
import io.gitscaler.policy.Shard;
import io.gitscaler.testing.CrudApiServer;
import io.gitscaler.testing.RunLockContract;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunLeaseTest extends RunLockContract {
  private final CrudApiServer server = new CrudApiServer();

  @Override
  protected RunLock lock(String run) {
    return lock(LeaseHolder.process("laptop", 42, run));
  }

  private RunLock lock(LeaseHolder holder) {
    return new RunLease(
        server.client(), "gitscaler", "gitscaler", Shard.WHOLE, holder, DURATION, clock);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
          absent,                                   ,             ,          0,  true
          released,                                 '',           ,          1,  true
          held,                                     process/a/1/r, ,         1,  false
          held to the last second,                  process/a/1/r, ,         59, false
          expired,                                  process/a/1/r, ,         60, true
          held by a name that is not ours,          somebody,     ,          1,  false
          held by a pod that runs,                  pod/gitscaler/p/r, Running, 1, false
          held by a pod that waits,                 pod/gitscaler/p/r, Pending, 1, false
          held by a pod that is gone,               pod/gitscaler/p/r, ,     1,  true
          held by a pod that ended well,            pod/gitscaler/p/r, Succeeded, 1, true
          held by a pod that was killed,            pod/gitscaler/p/r, Failed, 1, true
          held by a pod of unknown whereabouts,     pod/gitscaler/p/r, Unknown, 1, false
          held by a pod that runs but is silent,    pod/gitscaler/p/r, Running, 60, true
          """)
  void isTakenWhereNobodyAliveHoldsIt(
      String name, String holder, String phase, int secondsAgo, boolean taken) {
    if (holder != null) {
      given(holder, secondsAgo);
    }
    if (phase != null) {
      pod(phase);
    }
    if (taken) {
      lock("mine").acquire().confirm();
      assertThat(holder()).isEqualTo("process/laptop/42/mine");
    } else {
      assertLease(() -> lock("mine").acquire());
      assertThat(holder()).isEqualTo(holder);
    }
  }

  @Test
  void aRefusalNamesTheHolderSinceWhenAndUntilWhen() {
    given("pod/gitscaler/gitscaler-29123-x7k/run-1", 20);
    pod("Running", "gitscaler-29123-x7k");
    assertThatThrownBy(() -> lock("mine").acquire())
        .hasMessage(
            "leases.coordination.k8s.io gitscaler/gitscaler: run run-1 in pod"
                + " gitscaler/gitscaler-29123-x7k holds it since 2026-11-22T08:59:40Z. Wait for that"
                + " run to end; if it is dead, the Lease is free at 2026-11-22T09:00:40Z.");
  }

  @Test
  void waitsForExpiryWhereThePodMayNotBeRead() {
    given("pod/gitscaler/p/r", 1);
    server.faults(
        request ->
            request.contains("/pods/") ? CrudApiServer.status(403, "pods is forbidden") : null);
    assertLease(() -> lock("mine").acquire());
    clock.later(DURATION);
    lock("mine").acquire().confirm();
  }

  @Test
  void twoRunsOfOnePodAreTwoHolders() {
    pod("Running");
    lock(LeaseHolder.pod("gitscaler", "p", "first")).acquire();
    assertLease(() -> lock(LeaseHolder.pod("gitscaler", "p", "second")).acquire());
  }

  @Test
  void anotherTurnCountsAsTransition() {
    lock("first").acquire().close();
    lock("second").acquire();
    assertThat(lease().getSpec().getLeaseTransitions()).isEqualTo(1);
  }

  @Test
  void renewsOnlyWhenAThirdOfTheDurationHasPassed() {
    RunLock.Held held = lock("mine").acquire();
    int before = server.requests().size();
    clock.later(Duration.ofSeconds(19));
    held.confirm();
    assertThat(server.requests()).hasSize(before);
    clock.later(Duration.ofSeconds(1));
    held.confirm();
    held.confirm();
    assertThat(server.requests()).hasSize(before + 1);
    assertThat(lease().getSpec().getRenewTime().toInstant()).isEqualTo(clock.instant());
  }

  @Test
  void believesInItForAsLongAsOthersDoHoweverLateTheAnswerCame() {
    server.faults(
        request -> {
          clock.later(Duration.ofSeconds(9));
          return null;
        });
    RunLock.Held held = lock("mine").acquire();
    server.faults(request -> null);
    Instant written = lease().getSpec().getRenewTime().toInstant();
    clock.until(written.plusSeconds(20));

    held.confirm();

    assertThat(lease().getSpec().getRenewTime().toInstant()).isEqualTo(clock.instant());
  }

  @Test
  void renewsAtOnceWhereTheClockWasPutBack() {
    RunLock.Held held = lock("mine").acquire();
    clock.putBack(Duration.ofMinutes(1));

    held.confirm();

    assertThat(lease().getSpec().getRenewTime().toInstant()).isEqualTo(clock.instant());
  }

  @Test
  void othersNeedNotWaitForARenewalThatHangsAsLongAsNobodyElseMayTakeIt() throws Exception {
    RunLock.Held held = lock("mine").acquire();
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    server.faults(
        request -> {
          asked.countDown();
          await(answered);
          return null;
        });
    clock.later(Duration.ofSeconds(20));
    Thread renewing = Thread.startVirtualThread(held::confirm);
    asked.await();

    held.confirm();

    assertThat(renewing.isAlive()).isTrue();
    answered.countDown();
    renewing.join();
    assertThat(lease().getSpec().getRenewTime().toInstant()).isEqualTo(clock.instant());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void survivesAChangeThatLeavesTheHolder() {
    RunLock.Held held = lock("mine").acquire();
    edit(
        lease ->
            new LeaseBuilder(lease).editMetadata().addToLabels("team", "x").endMetadata().build());
    clock.later(DURATION);
    held.confirm();
    assertThat(lease().getSpec().getRenewTime().toInstant()).isEqualTo(clock.instant());
    assertThat(lease().getMetadata().getLabels()).containsEntry("team", "x");
  }

  @Test
  void noticesThatItWasTakenOverAndNamesTheOther() {
    RunLock.Held held = lock("mine").acquire();
    edit(
        lease ->
            new LeaseBuilder(lease)
                .editSpec()
                .withHolderIdentity("pod/gitscaler/p/other")
                .endSpec()
                .build());
    clock.later(Duration.ofSeconds(20));
    assertThatThrownBy(held::confirm)
        .hasMessageContaining("run other in pod gitscaler/p took it over during the run");
    held.close();
    assertThat(holder()).isEqualTo("pod/gitscaler/p/other");
  }

  @Test
  void noticesThatItWasReleasedOrDeletedByHand() {
    RunLock.Held released = lock("mine").acquire();
    edit(lease -> new LeaseBuilder(lease).editSpec().withHolderIdentity("").endSpec().build());
    clock.later(Duration.ofSeconds(20));
    assertThatThrownBy(released::confirm).hasMessageContaining("released by somebody else");

    RunLock.Held deleted = lock("mine").acquire();
    server.client().leases().inNamespace("gitscaler").withName("gitscaler").delete();
    clock.later(Duration.ofSeconds(20));
    assertLease(deleted::confirm);
    assertThat(server.client().leases().inNamespace("gitscaler").list().getItems()).isEmpty();
  }

  @Test
  void goesOnWhileTheApiServerIsAwayUntilItExpires() {
    RunLock.Held held = lock("mine").acquire();
    server.faults(request -> CrudApiServer.status(503, "away"));
    clock.later(Duration.ofSeconds(59));
    held.confirm();
    clock.later(Duration.ofSeconds(1));
    assertLease(held::confirm);
    server.faults(request -> null);
    assertLease(held::confirm);
  }

  @Test
  void comesBackWhenTheApiServerDoes() {
    RunLock.Held held = lock("mine").acquire();
    server.faults(request -> CrudApiServer.status(503, "away"));
    clock.later(Duration.ofSeconds(40));
    held.confirm();
    server.faults(request -> null);
    held.confirm();
    assertThat(lease().getSpec().getRenewTime().toInstant()).isEqualTo(clock.instant());
  }

  @Test
  void closingNeverFailsTheRun() {
    RunLock.Held held = lock("mine").acquire();
    server.faults(request -> CrudApiServer.status(503, "away"));
    held.close();
    server.faults(request -> null);
    assertThat(holder()).isEqualTo("process/laptop/42/mine");
  }

  @Test
  void aForbiddenLeaseSaysSo() {
    server.faults(
        request ->
            CrudApiServer.status(
                403,
                "leases.coordination.k8s.io is forbidden: User \\\"u\\\" cannot get resource"
                    + " \\\"leases\\\" in API group \\\"coordination.k8s.io\\\" in the namespace"
                    + " \\\"gitscaler\\\""));
    assertThatThrownBy(() -> lock("mine").acquire())
        .isInstanceOfSatisfying(
            OutsideFailure.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(FailureKind.FORBIDDEN);
              assertThat(failure).hasMessageContaining("resources: [\"leases\"]");
            });
  }

  private void given(String holder, int secondsAgo) {
    var then = clock.instant().minusSeconds(secondsAgo).atZone(ZoneOffset.UTC);
    server
        .client()
        .leases()
        .inNamespace("gitscaler")
        .resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withName("gitscaler")
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(holder)
                .withLeaseDurationSeconds(60)
                .withAcquireTime(then)
                .withRenewTime(then)
                .endSpec()
                .build())
        .create();
  }

  private void pod(String phase) {
    pod(phase, "p");
  }

  private void pod(String phase, String name) {
    server
        .client()
        .pods()
        .inNamespace("gitscaler")
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewStatus()
                .withPhase(phase)
                .endStatus()
                .build())
        .create();
  }

  private Lease lease() {
    return Objects.requireNonNull(
        server.client().leases().inNamespace("gitscaler").withName("gitscaler").get());
  }

  private String holder() {
    return lease().getSpec().getHolderIdentity();
  }

  private void edit(UnaryOperator<Lease> edit) {
    server.client().leases().inNamespace("gitscaler").withName("gitscaler").edit(edit);
  }
}
