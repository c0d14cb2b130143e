package io.gitscaler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.KeptPolicies;
import io.gitscaler.policy.PolicyRevision;
import io.gitscaler.testing.CrudApiServer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies in the ConfigMaps, and what happens when somebody else was at them. */
class ConfigMapPolicyArchiveTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final CrudApiServer api = new CrudApiServer();
  private final ConfigMapPolicyArchive archive =
      new ConfigMapPolicyArchive(api.client(), "home", "gitscaler");

  @AfterEach
  void close() {
    api.close();
  }

  private static KeptPolicies version(String commit, String content) {
    return new KeptPolicies(
        new PolicyRevision("https://git.example.org/p", "main", commit, NOON.minusSeconds(60)),
        "scaling",
        NOON,
        content);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private ConfigMap object(String name) {
    return api.client().configMaps().inNamespace("home").withName(name).get();
  }

  @Test
  void holdsNothingAtFirst() {
    assertThat(archive.kept()).isEmpty();
  }

  @Test
  void givesBackWhatItKeeps() {
    List<KeptPolicies> versions = List.of(version("c2", "two"), version("c1", "one"));
    archive.keep(List.of(version("c1", "one")), bytes("first"));
    archive.keep(versions, bytes("second"));

    assertThat(archive.kept()).isEqualTo(versions);
    assertThat(archive.files(version("c2", "two"))).isEqualTo(bytes("second"));
    assertThat(archive.files(version("c1", "one"))).isEqualTo(bytes("first"));
    assertThat(object("gitscaler-policies").getMetadata().getLabels())
        .containsEntry("gitscaler.io/policies", "gitscaler")
        .doesNotContainKey("gitscaler.io/state");
  }

  @Test
  void aCommitWithTheSameFilesWritesTheListOnly() {
    archive.keep(List.of(version("c1", "same")), bytes("files"));
    int before = api.writes().size();

    archive.keep(List.of(version("c2", "same")), bytes("files"));

    assertThat(api.writes().subList(before, api.writes().size()))
        .containsExactly("PUT /api/v1/namespaces/home/configmaps/gitscaler-policies");
    assertThat(archive.files(version("c2", "same"))).isEqualTo(bytes("files"));
  }

  @Test
  void usesNoMoreThanFourConfigMapsForFilesHoweverManyVersionsThereWere() {
    for (int i = 1; i <= 9; i++) {
      archive.keep(
          List.of(version("c" + i, "f" + i), version("c1", "f1")).subList(0, i == 1 ? 1 : 2),
          bytes("files" + i));
    }

    assertThat(archive.files(version("c9", "f9"))).isEqualTo(bytes("files9"));
    assertThat(archive.files(version("c1", "f1"))).isEqualTo(bytes("files1"));
    assertThat(api.client().configMaps().inNamespace("home").list().getItems())
        .extracting(map -> map.getMetadata().getName())
        .contains("gitscaler-policies")
        .hasSizeLessThanOrEqualTo(5);
  }

  @Test
  void aWriteThatIsInterruptedLeavesWhatWasKept() {
    archive.keep(List.of(version("c1", "one")), bytes("first"));
    api.faults(
        line ->
            line.startsWith("PUT") && line.endsWith("gitscaler-policies")
                ? CrudApiServer.status(500, "no")
                : null);

    assertThatThrownBy(() -> archive.keep(List.of(version("c2", "two")), bytes("second")))
        .isInstanceOf(OutsideFailure.class);

    assertThat(archive.kept()).containsExactly(version("c1", "one"));
    assertThat(archive.files(version("c1", "one"))).isEqualTo(bytes("first"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[",
        "{}",
        "[{}]",
        "[null]",
        "null",
        "[{\"source\":\"s\",\"ref\":\"r\",\"path\":\".\",\"commit\":\"c\",\"asOf\":\"yesterday\",\"content\":\"x\",\"slot\":1}]"
      })
  void aListThatSomebodyElseWroteIsRefusedWithAdvice(String text) {
    archive.keep(List.of(version("c1", "one")), bytes("first"));
    api.client()
        .configMaps()
        .inNamespace("home")
        .resource(
            new ConfigMapBuilder(object("gitscaler-policies"))
                .withData(Map.of("versions", text))
                .build())
        .update();

    assertThatThrownBy(archive::kept)
        .isInstanceOf(OutsideFailure.class)
        .hasMessageContaining("home/gitscaler-policies")
        .hasMessageContaining("Delete it");
  }

  @Test
  void filesThatAreNotThoseOfTheListAreRefused() {
    archive.keep(List.of(version("c1", "one")), bytes("first"));
    api.client()
        .configMaps()
        .inNamespace("home")
        .resource(
            new ConfigMapBuilder(object("gitscaler-policies-1"))
                .withData(Map.of("content", "other"))
                .build())
        .update();

    assertThatThrownBy(() -> archive.files(version("c1", "one")))
        .isInstanceOf(OutsideFailure.class)
        .hasMessageContaining("gitscaler-policies-1");
  }
}
