package io.gitscaler.git;

import io.gitscaler.audit.RunFacts;
import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.RecordKind;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.PolicyRevision;
import java.time.Instant;

/** Records and runs for the trail's tests. */
final class Records {
  static final Instant NOON = Instant.parse("2026-03-06T12:00:00Z");
  static final String POLICY_COMMIT = "1f0c5c5fd6b5a6a7e2a1f7d1c8a4b6a3d2e1f0a9";
  static final RunFacts RUN =
      new RunFacts(
          "run-7",
          "prod",
          new PolicyRevision("https://git.example.org/policies", "main", POLICY_COMMIT, NOON));

  private Records() {}

  static QueuedRecord scaled(String id, String policy, int from, int to) {
    return at(id, policy, from, to, NOON);
  }

  static QueuedRecord at(String id, String policy, int from, int to, Instant at) {
    return new QueuedRecord(
        id,
        PolicyId.parse(policy),
        at,
        to > from ? RecordKind.SCALED_UP : RecordKind.SCALED_DOWN,
        policy + " " + from + " -> " + to + ": cpu 82% of 60%",
        POLICY_COMMIT,
        "{\"id\":\"" + id + "\",\"from\":" + from + ",\"to\":" + to + "}");
  }

  static QueuedRecord telling(RecordKind kind, String id, String policy, String sentence) {
    return new QueuedRecord(
        id,
        PolicyId.parse(policy),
        NOON,
        kind,
        policy + ": " + sentence,
        POLICY_COMMIT,
        "{\"id\":\"" + id + "\"}");
  }
}
