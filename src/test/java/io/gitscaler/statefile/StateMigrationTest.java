package io.gitscaler.statefile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.gitscaler.history.LastRun;
import io.gitscaler.history.RunEnding;
import io.gitscaler.history.RunTally;
import io.gitscaler.history.RunWork;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.history.StoredState;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.testing.SampleRecords;
import io.gitscaler.testing.SampleState;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** State that an older gitscaler wrote is read for ever; the samples are what it left, to the letter. */
class StateMigrationTest {
  @Test
  void readsStateOfVersion1() throws IOException {
    HistoryFile file = HistoryFile.read("here", sample("version-1"));
    StoredState today = SampleState.afterAFailedPush(new RecordLine());
    assertThat(file.sequence()).isEqualTo(1440);
    // Version 1 knew of no merged version that is not in force.
    SortedMap<PolicyId, ScalingHistory> then = new TreeMap<>();
    today.histories().forEach((policy, history) -> then.put(policy, history.with(null)));
    assertThat(file.content().histories()).isEqualTo(then);
    assertThat(file.content().queue()).isEqualTo(today.queue());
    assertThat(file.content())
        .returns(RunTally.NONE, StoredState::earlier)
        .returns(null, StoredState::trail)
        .returns(new TreeMap<>(), StoredState::moves);
    LastRun run = Objects.requireNonNull(today.lastRun());
    assertThat(file.content().lastRun())
        .isEqualTo(
            new LastRun(
                run.id(),
                SampleRecords.AT,
                run.finished(),
                run.policyCommit(),
                3,
                1,
                new RunWork(1, 1, new TreeMap<>()),
                RunEnding.STOPPED,
                null,
                run.lastSummary()));
  }

  @Test
  void writesItInTheNewestVersion() throws IOException {
    HistoryFile file = HistoryFile.read("here", sample("version-1"));
    assertThat(file.spell()).containsEntry("schema", String.valueOf(HistoryFile.SCHEMA));
    assertThat(HistoryFile.read("here", file.spell())).isEqualTo(file);
  }

  private static Map<String, String> sample(String name) throws IOException {
    try (InputStream manifest =
        Objects.requireNonNull(
            StateMigrationTest.class.getResourceAsStream("/state/" + name + ".yaml"))) {
      JsonNode data = new YAMLMapper().readTree(manifest).get("data");
      return Json.MAPPER.convertValue(data, new TypeReference<Map<String, String>>() {});
    }
  }
}
