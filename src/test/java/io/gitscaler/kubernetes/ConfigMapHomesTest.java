package io.gitscaler.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.RecordKind;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.history.ShardState;
import io.gitscaler.history.StateStore;
import io.gitscaler.history.StoredState;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.Shard;
import io.gitscaler.testing.Arbitrary;
import io.gitscaler.testing.CrudApiServer;
import io.gitscaler.testing.StateStoreContract;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigMapHomesTest extends StateStoreContract {
  private static final int SMALL_PART = 4000;

  private final CrudApiServer server = new CrudApiServer();

  @Override
  protected StateStore open() {
    return new ShardState(
        new ConfigMapHomes(server.client(), "gitscaler", "gitscaler"), Shard.WHOLE);
  }

  @Override
  protected int writes() {
    return server.writes().size();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private StateStore openSmall() {
    return new ShardState(
        new ConfigMapHomes(server.client(), "gitscaler", "gitscaler", SMALL_PART), Shard.WHOLE);
  }

  private List<ConfigMap> configMaps() {
    return server.client().configMaps().inNamespace("gitscaler").list().getItems();
  }

  @Test
  void aFewPoliciesAreOneConfigMapThatIsListedOnceAndWrittenOnce() {
    StateStore store = open();
    store.load();
    store.save(state(5));
    store.save(state(5).withQueue(List.of()));
    assertThat(server.requests())
        .containsExactly(
            "GET /api/v1/namespaces/gitscaler/configmaps?labelSelector=gitscaler.io%2Fstate%3Dgitscaler",
            "POST /api/v1/namespaces/gitscaler/configmaps",
            "PUT /api/v1/namespaces/gitscaler/configmaps/gitscaler");
    assertThat(configMaps())
        .singleElement()
        .satisfies(
            map -> {
              assertThat(map.getMetadata().getName()).isEqualTo("gitscaler");
              assertThat(map.getMetadata().getLabels())
                  .containsEntry("app.kubernetes.io/managed-by", "gitscaler")
                  .containsEntry("gitscaler.io/state", "gitscaler");
            });
  }

  @Test
  void spreadsOverMoreConfigMapsAndComesBackToOne() {
    StateStore store = openSmall();
    store.load();
    for (int policies : new int[] {3, 40, 80, 75, 3, 0}) {
      store.save(state(policies));
      assertThat(openSmall().load()).isEqualTo(state(policies));
      assertThat(configMaps()).allSatisfy(map -> assertThat(bytes(map)).isLessThan(SMALL_PART));
    }
    assertThat(configMaps())
        .extracting(map -> map.getMetadata().getName())
        .containsExactly("gitscaler");
  }

  @Test
  void writesOnlyTheConfigMapThatHoldsWhatChanged() {
    StateStore store = openSmall();
    store.load();
    store.save(state(40));
    assertThat(configMaps()).hasSizeGreaterThan(3);
    int before = writes();
    PolicyId one = new PolicyId("shop", "policy-20");
    store.save(state(40).withHistories(Map.of(one, ScalingHistory.NONE)));
    assertThat(writes() - before).isEqualTo(1);
  }

  @Test
  void losesNothingWhereverASaveOfSeveralConfigMapsStops() {
    StoredState before = state(20);
    StoredState after = state(60);
    for (int stopAt = 1; stopAt <= 10; stopAt++) {
      server.client().configMaps().inNamespace("gitscaler").delete();
      StateStore store = openSmall();
      store.load();
      store.save(before);
      AtomicInteger left = new AtomicInteger(stopAt);
      server.faults(
          request ->
              !request.startsWith("GET ") && left.getAndDecrement() <= 0
                  ? CrudApiServer.status(500, "etcd is away")
                  : null);
      try {
        store.save(after);
      } catch (OutsideFailure expected) {
        assertThat(expected.kind()).isEqualTo(FailureKind.CLUSTER_UNREACHABLE);
      }
      server.faults(request -> null);
      StateStore next = openSmall();
      StoredState found = next.load();
      assertThat(found.histories().keySet()).containsAll(before.histories().keySet());
      assertThat(found.queue()).containsAll(before.queue());
      next.save(after);
      assertThat(openSmall().load()).isEqualTo(after);
    }
  }

  @Test
  void aWriteWhoseAnswerWasLostIsRecognisedAsOurs() {
    StateStore store = open();
    store.load();
    store.save(state(1));
    server.client().getConfiguration().setRequestRetryBackoffLimit(1);
    AtomicInteger puts = new AtomicInteger();
    server.losesAnswersOf(request -> request.startsWith("PUT ") && puts.getAndIncrement() == 0);
    store.save(state(2));
    store.save(state(3));
    assertThat(puts).hasValue(3);
    assertThat(open().load()).isEqualTo(state(3));
  }

  @Test
  void refusesStateOfANewerSchemaAndNamesBoth() {
    edit(data -> put(data, "schema", "3"));
    assertThatThrownBy(() -> open().load())
        .isInstanceOf(OutsideFailure.class)
        .hasMessage(
            "configmaps gitscaler/gitscaler: the state has schema version 3, and this gitscaler reads"
                + " versions up to 2; nothing was changed. Run the version of gitscaler that wrote it, or a"
                + " newer one.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          schema   |              | key schema
          schema   | one          | key schema
          sequence | many         | key sequence
          run      | {}           | key run
          run      | []           | key run
          policies | nonsense     | key policies
          policies | {"policy":1} | key policies
          queue    | nonsense     | key queue
          """)
  void refusesWhatSomebodyEditedIntoNonsenseAndOverwritesNothing(
      String key, String value, String named) {
    edit(data -> put(data, key, value == null ? "" : value));
    List<ConfigMap> before = configMaps();
    int writes = writes();
    StateStore store = open();
    assertThatThrownBy(store::load)
        .isInstanceOfSatisfying(
            OutsideFailure.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(FailureKind.UNUSABLE);
              assertThat(failure)
                  .hasMessageStartingWith("configmaps gitscaler/gitscaler, " + named);
              assertThat(failure).hasMessageContaining("nothing was changed. Restore the object");
            });
    assertThatThrownBy(() -> store.save(state(1))).isInstanceOf(IllegalStateException.class);
    assertThat(configMaps()).isEqualTo(before);
    assertThat(writes()).isEqualTo(writes);
  }

  /** Edits that leave texts which can be read, and that have forgotten something. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          key policies deleted          | gitscaler/gitscaler-1: the state is not as gitscaler wrote it
          key queue deleted             | gitscaler/gitscaler-1: the state is not as gitscaler wrote it
          key run deleted               | gitscaler/gitscaler: the state is not as gitscaler wrote it
          key parts deleted             | gitscaler/gitscaler: the state is not as gitscaler wrote it
          whole lines cut off           | gitscaler/gitscaler-1: the state is not as gitscaler wrote it
          a number changed              | gitscaler/gitscaler-1: the state is not as gitscaler wrote it
          data of another part          | gitscaler/gitscaler-1: the state is not as gitscaler wrote it
          data of another installation  | gitscaler/gitscaler-1: the state is not as gitscaler wrote it
          label of a later part removed | gitscaler/gitscaler-1: it is a part of the state, and is missing or has lost its label
          label of the first removed    | gitscaler/gitscaler: it is a part of the state, and is missing or has lost its label
          a later part deleted          | gitscaler/gitscaler-1: it is a part of the state, and is missing or has lost its label
          the first part deleted        | gitscaler/gitscaler: it is a part of the state, and is missing or has lost its label
          """)
  void refusesAStateOfWhichSomebodyTookAPart(String edit, String said) {
    StateStore store = openSmall();
    store.load();
    store.save(state(40));
    Map<String, String> another = other();
    Resource<ConfigMap> first = object("gitscaler");
    Resource<ConfigMap> later = object("gitscaler-1");
    UnaryOperator<ConfigMap> unlabelled = map -> labelled(map, Map.of());
    switch (edit) {
      case "key policies deleted" -> later.edit(map -> without(map, "policies"));
      case "key queue deleted" -> later.edit(map -> without(map, "queue"));
      case "key run deleted" -> first.edit(map -> without(map, "run"));
      case "key parts deleted" -> first.edit(map -> without(map, "parts"));
      case "whole lines cut off" -> {
        String lines = Objects.requireNonNull(later.get().getData().get("policies"));
        later.edit(map -> with(map, "policies", lines.substring(lines.indexOf('\n') + 1)));
      }
      case "a number changed" -> later.edit(map -> with(map, "sequence", "7"));
      case "data of another part" -> later.edit(map -> with(map, first.get().getData()));
      case "data of another installation" -> later.edit(map -> with(map, another));
      case "label of a later part removed" -> later.edit(unlabelled);
      case "label of the first removed" -> first.edit(unlabelled);
      case "a later part deleted" -> later.delete();
      case "the first part deleted" -> first.delete();
      default -> throw new IllegalArgumentException(edit);
    }
    List<ConfigMap> before = configMaps();
    StateStore next = openSmall();
    assertThatThrownBy(next::load)
        .isInstanceOfSatisfying(
            OutsideFailure.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(FailureKind.UNUSABLE);
              assertThat(failure)
                  .hasMessageStartingWith("configmaps " + said)
                  .hasMessageContaining("nothing was changed");
            });
    assertThatThrownBy(() -> next.save(state(1))).isInstanceOf(IllegalStateException.class);
    assertThat(configMaps()).isEqualTo(before);
  }

  /** What another installation keeps in an object of the same number. */
  private static Map<String, String> other() {
    try (CrudApiServer another = new CrudApiServer()) {
      StateStore store =
          new ShardState(
              new ConfigMapHomes(another.client(), "gitscaler", "staging", SMALL_PART),
              Shard.WHOLE);
      store.load();
      store.save(state(30));
      return another
          .client()
          .configMaps()
          .inNamespace("gitscaler")
          .withName("staging-1")
          .get()
          .getData();
    }
  }

  private Resource<ConfigMap> object(String name) {
    return server.client().configMaps().inNamespace("gitscaler").withName(name);
  }

  private static ConfigMap labelled(ConfigMap map, Map<String, String> labels) {
    return new ConfigMapBuilder(map).editMetadata().withLabels(labels).endMetadata().build();
  }

  private static ConfigMap without(ConfigMap map, String key) {
    Map<String, String> data = new TreeMap<>(map.getData());
    assertThat(data.remove(key)).isNotNull();
    return with(map, data);
  }

  private static ConfigMap with(ConfigMap map, String key, String text) {
    Map<String, String> data = new TreeMap<>(map.getData());
    assertThat(data.put(key, text)).isNotNull();
    return with(map, data);
  }

  private static ConfigMap with(ConfigMap map, Map<String, String> data) {
    return new ConfigMapBuilder(map).withData(data).build();
  }

  @Test
  void takesAnEditedStateThatSomebodyVouchesFor() {
    edit(
        data -> {
          data.remove("queue");
          data.remove(StateSeal.KEY);
          return data;
        });
    assertThat(open().load()).isEqualTo(state(4).withQueue(List.of()));
  }

  @Test
  void saysWhichConfigMapsTheRoleMustNameAndKeepsWhatIsStored() {
    StateStore store = openSmall();
    store.load();
    store.save(state(40));
    server.faults(
        request ->
            request.matches("PUT .*/gitscaler-[1-9][0-9]*")
                ? CrudApiServer.status(
                    403,
                    "configmaps is forbidden: User \\\"system:serviceaccount:gitscaler:gitscaler\\\" cannot update"
                        + " resource \\\"configmaps\\\" in API group \\\"\\\" in the namespace \\\"gitscaler\\\"")
                : null);
    StoredState wanted =
        state(40).withHistories(Map.of(new PolicyId("shop", "policy-20"), ScalingHistory.NONE));
    assertThatThrownBy(() -> store.save(wanted))
        .isInstanceOf(OutsideFailure.class)
        .hasMessageMatching(
            "configmaps gitscaler/gitscaler-\\d+: service account gitscaler/gitscaler may not update configmaps in"
                + " namespace gitscaler under this name: the state has outgrown the ConfigMaps that the Role names;"
                + " what is stored stays\\. Apply anew what gitscaler manifests prints\\. .*");
    server.faults(request -> null);
    assertThat(openSmall().load()).isEqualTo(state(40));
  }

  @Test
  void refusesLinesThatAreCutOrDoubled() {
    for (UnaryOperator<String> edit :
        List.<UnaryOperator<String>>of(
            text -> text.substring(0, text.length() - 1),
            text -> text.substring(0, text.length() / 2),
            text -> text + text,
            text -> text.replaceFirst("shop/policy-0\"", "shop\""))) {
      server.client().configMaps().inNamespace("gitscaler").delete();
      edit(data -> put(data, "policies", edit.apply(data.getOrDefault("policies", ""))));
      assertThatThrownBy(() -> open().load())
          .isInstanceOf(OutsideFailure.class)
          .hasMessageContaining("key policies");
    }
  }

  @Test
  void namesTheLineThatIsWrong() {
    edit(
        data ->
            put(
                data,
                "policies",
                data.getOrDefault("policies", "")
                    .replace("{\"policy\":\"shop/policy-1\"", "{\"polcy\":\"shop/policy-1\"")));
    assertThatThrownBy(() -> open().load())
        .isInstanceOf(OutsideFailure.class)
        .hasMessageStartingWith("configmaps gitscaler/gitscaler, key policies, line 2: ");
  }

  @Test
  void doesNotTakeOverAConfigMapThatHasNotTheLabel() {
    edit(data -> data);
    object("gitscaler").edit(map -> labelled(map, Map.of()));
    StateStore store = open();
    assertThat(store.load()).isEqualTo(StoredState.EMPTY);
    assertThatThrownBy(() -> store.save(state(2)))
        .isInstanceOf(OutsideFailure.class)
        .hasMessageContaining("it is there without the label gitscaler.io/state=gitscaler");
  }

  @Test
  void leavesOtherConfigMapsAndLabelsAlone() {
    edit(data -> data);
    Map<String, String> labels = new TreeMap<>(StateLabels.of("gitscaler"));
    labels.put("team", "shop");
    object("gitscaler").edit(map -> labelled(map, labels));
    server
        .client()
        .configMaps()
        .inNamespace("gitscaler")
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("gitscaler-policies")
                .withLabels(StateLabels.of("gitscaler"))
                .endMetadata()
                .build())
        .create();
    StateStore store = open();
    store.load();
    store.save(state(1));
    assertThat(configMaps()).hasSize(2);
    assertThat(configMaps().stream().filter(map -> map.getMetadata().getName().equals("gitscaler")))
        .allSatisfy(map -> assertThat(map.getMetadata().getLabels()).containsEntry("team", "shop"));
  }

  @Test
  void refusesANameThatIsNoLabelValue() {
    StateStore store =
        new ShardState(
            new ConfigMapHomes(server.client(), "gitscaler", "s".repeat(61)), Shard.WHOLE);
    assertThatThrownBy(store::load)
        .isInstanceOf(OutsideFailure.class)
        .hasMessageContaining("Choose a shorter --state-name.");
  }

  @Test
  void tenThousandPoliciesFit() {
    StoredState state = typical(10_000);
    StateStore store = open();
    store.load();
    store.save(state);
    List<ConfigMap> maps = configMaps();
    long total = maps.stream().mapToLong(ConfigMapHomesTest::bytes).sum();
    assertThat(total).isBetween(6_000_000L, 8_000_000L);
    assertThat(maps).hasSizeBetween(9, 12);
    assertThat(maps).allSatisfy(map -> assertThat(bytes(map)).isLessThan(1024 * 1024));
    assertThat(open().load()).isEqualTo(state);
  }

  /** Policies with the default window of five minutes and a pass every 15 seconds. */
  private static StoredState typical(int policies) {
    Instant now = Instant.parse("2026-11-22T09:00:00Z");
    Map<PolicyId, ScalingHistory> histories = new TreeMap<>();
    for (int i = 0; i < policies; i++) {
      List<ScalingHistory.Recommended> asked = new ArrayList<>();
      for (int pass = 20; pass > 0; pass--) {
        asked.add(new ScalingHistory.Recommended(now.minusSeconds(15L * pass), 3));
      }
      histories.put(
          new PolicyId("namespace-" + i % 100, "deployment-" + i),
          new ScalingHistory(
              asked,
              List.of(),
              false,
              now,
              "9f86d081884c7d65",
              null,
              false,
              null,
              new ScalingHistory.LastDecision(
                  now,
                  3,
                  3,
                  "WithinTolerance",
                  "cpu 58% of 60%",
                  "unchanged",
                  List.of("ReadyForNewScale 3>3", "DesiredWithinRange 3>3"),
                  List.of("cpu is at 58% of the request, the target is 60%")),
              null,
              Map.of("WithinTolerance", 1200, "MetricAboveTarget", 14)));
    }
    return StoredState.EMPTY.withHistories(histories).withLastRun(new Arbitrary(1).lastRun());
  }

  /** Policies of which every second has something in the queue. */
  private static StoredState state(int policies) {
    Map<PolicyId, ScalingHistory> histories = new TreeMap<>();
    List<QueuedRecord> queue = new ArrayList<>();
    for (int i = 0; i < policies; i++) {
      PolicyId id = new PolicyId("shop", "policy-" + i);
      histories.put(id, new Arbitrary(i).history(id));
      if (i % 2 == 0) {
        queue.add(
            new QueuedRecord(
                "id-" + i,
                id,
                Instant.EPOCH.plusSeconds(i),
                RecordKind.SCALED_UP,
                "headline",
                "",
                "x".repeat(100)));
      }
    }
    return StoredState.EMPTY
        .withHistories(histories)
        .withQueue(queue)
        .withLastRun(new Arbitrary(policies).lastRun());
  }

  private static long bytes(ConfigMap map) {
    return map.getData().values().stream().mapToLong(text -> text.getBytes(UTF_8).length).sum();
  }

  private void edit(UnaryOperator<Map<String, String>> edit) {
    StateStore store = open();
    store.load();
    store.save(state(4));
    object("gitscaler").edit(map -> with(map, edit.apply(new TreeMap<>(map.getData()))));
  }

  private static Map<String, String> put(Map<String, String> data, String key, String value) {
    data.put(key, value);
    return data;
  }
}
