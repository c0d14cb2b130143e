package io.gitscaler;

import io.gitscaler.audit.TrailReader;
import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.StoredState;
import io.gitscaler.policy.PolicyId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The records in state that Git has not taken yet, read as if they were in the trail already. */
record WaitingRecords(StoredState state) implements TrailReader {
  @Override
  public <T> Optional<T> find(PolicyId policy, Function<List<Line>, Optional<T>> month) {
    return month.apply(
        state.queue().stream()
            .filter(record -> record.policy().equals(policy))
            .sorted(Comparator.comparing(QueuedRecord::at).reversed())
            .map(record -> new Line("state, record " + record.id(), record.line()))
            .toList());
  }
}
