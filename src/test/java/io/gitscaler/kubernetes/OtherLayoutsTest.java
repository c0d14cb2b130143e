package io.gitscaler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.RunLock;
import io.gitscaler.policy.Shard;
import io.gitscaler.testing.CrudApiServer;
import io.gitscaler.testing.MovedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that share policies in different ways never work at one time. */
class OtherLayoutsTest {
  private static final Duration DURATION = Duration.ofSeconds(60);

  private final CrudApiServer server = new CrudApiServer();
  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-22T09:00:00Z"));

  @AfterEach
  void close() {
    server.close();
  }

  private RunLock lock(String run, int index, int count) {
    return new RunLease(
        server.client(),
        "gitscaler",
        "gitscaler",
        new Shard(index, count),
        LeaseHolder.process("laptop", 42, run),
        DURATION,
        clock);
  }

  /** Each line: the shard that begins, and shards that work already. */
  @ParameterizedTest(name = "{0} of {1} beside {2} of {3}: {4}")
  @CsvSource({
    "1, 8, 0, 8, true",
    "7, 8, 6, 8, true",
    "0, 8, 0, 8, false",
    "0, 1, 0, 1, false",
    "1, 8, 0, 1, false",
    "0, 1, 5, 8, false",
    "2, 3, 7, 8, false",
    "5, 8, 1, 3, false",
    "0, 3, 0, 8, false"
  })
  void shardsOfOneLayoutRunSideBySideAndLayoutsDoNot(
      int index, int count, int otherIndex, int otherCount, boolean taken) {
    lock("other", otherIndex, otherCount).acquire();

    RunLock mine = lock("mine", index, count);
    if (taken) {
      assertThatCode(() -> mine.acquire().confirm()).doesNotThrowAnyException();
    } else {
      assertRefused(mine);
      assertThat(holders()).containsExactly("process/laptop/42/other");
    }
  }

  @Test
  void aRefusalNamesBothLayouts() {
    lock("other", 2, 3).acquire();

    assertThatThrownBy(() -> lock("mine", 5, 8).acquire())
        .hasMessage(
            "leases.coordination.k8s.io gitscaler/gitscaler-shard-2: run other on laptop as process 42"
                + " holds it with --shards 3, and this run has --shards 8. Wait for that run to end, and"
                + " start all runs with the same number of shards; if it is dead, the Lease is free at"
                + " 2026-11-22T09:01:00Z.");
  }

  @Test
  void aRunOfAnotherLayoutThatOnlySeemedDeadHasLostItsLease() {
    RunLock.Held asleep = lock("asleep", 2, 3).acquire();
    clock.later(DURATION);

    lock("mine", 5, 8).acquire();

    assertThatThrownBy(asleep::confirm)
        .hasMessageContaining("it was released by somebody else during the run");
    assertThat(holders()).containsExactly("process/laptop/42/mine");
  }

  @Test
  void leasesThatNobodyNeedsAnyMoreAreRemoved() {
    for (int index = 0; index < 8; index++) {
      lock("eight", index, 8).acquire().close();
    }

    lock("one", 1, 3).acquire().close();

    assertThat(leases())
        .extracting(lease -> lease.getMetadata().getName())
        .containsExactlyInAnyOrder("gitscaler", "gitscaler-shard-1", "gitscaler-shard-2");
  }

  @Test
  void aLeaseThatMayNotBeRemovedStaysAndHarmsNobody() {
    lock("eight", 7, 8).acquire().close();
    server.faults(
        request ->
            request.startsWith("DELETE") ? CrudApiServer.status(403, "leases is forbidden") : null);

    lock("one", 1, 3).acquire().confirm();

    assertThat(leases()).hasSize(2);
  }

  @Test
  void withoutShardsTheLeaseCarriesNoNewLabel() {
    lock("many", 0, 8).acquire().close();
    assertThat(leases().getFirst().getMetadata().getLabels())
        .containsEntry("gitscaler.io/shards", "8");
    server
        .client()
        .leases()
        .inNamespace("gitscaler")
        .withName("gitscaler")
        .edit(
            lease ->
                new LeaseBuilder(lease)
                    .editMetadata()
                    .addToLabels("team", "x")
                    .endMetadata()
                    .build());

    lock("alone", 0, 1).acquire();

    assertThat(leases().getFirst().getMetadata().getLabels())
        .containsOnlyKeys("app.kubernetes.io/managed-by", "gitscaler.io/state", "team");
  }

  @Test
  void otherInstallationsOfTheNamespaceDoNotMatter() {
    new RunLease(
            server.client(),
            "gitscaler",
            "second",
            new Shard(1, 3),
            LeaseHolder.process("laptop", 42, "other"),
            DURATION,
            clock)
        .acquire();

    assertThatCode(() -> lock("mine", 0, 1).acquire().confirm()).doesNotThrowAnyException();
  }

  private static void assertRefused(RunLock lock) {
    assertThatThrownBy(lock::acquire)
        .isInstanceOfSatisfying(
            OutsideFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(FailureKind.LEASE));
  }

  private List<Lease> leases() {
    return server.client().leases().inNamespace("gitscaler").list().getItems();
  }

  private List<String> holders() {
    return leases().stream()
        .map(lease -> lease.getSpec().getHolderIdentity())
        .filter(holder -> !holder.isEmpty())
        .toList();
  }
}
