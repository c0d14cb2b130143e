package io.gitscaler.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gitscaler.cli.usecase.InstallationStatus;
import io.gitscaler.history.LastRun;
import io.gitscaler.history.LockHolder;
import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.RunEnding;
import io.gitscaler.history.RunTally;
import io.gitscaler.history.RunWork;
import io.gitscaler.history.TrailMark;
import java.time.Instant;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/** How an installation is, as one object; every key is always there, null means not known. */
final class StatusDocument {
  private StatusDocument() {}

  static ObjectNode of(InstallationStatus status, ExitCode exit) {
    ObjectNode document = object();
    document.put("namespace", status.place().namespace());
    document.put("name", status.place().stateName());
    document.put("at", status.at().toString());
    document.set("lastRun", lastRun(status.lastRun()));
    RunTally tally = status.tally();
    document.put("lastPass", time(tally.lastPass()));
    document.put("lastSuccess", time(tally.lastSuccess()));
    ObjectNode runs = document.putObject("runs");
    runs.put("since", time(tally.since()));
    // A run that finds the lock taken writes no state.
    EnumSet.complementOf(EnumSet.of(RunEnding.LOCKED))
        .forEach(ending -> runs.put(ending.word(), tally.runs().getOrDefault(ending, 0L)));
    work(document, tally.work());
    document.put("policies", status.policies());
    failing(document.putArray("failing"), status);
    notInForce(document.putArray("notInForce"), status);
    announced(document.putArray("announced"), status);
    queue(document.putObject("queue"), status.queue());
    document.set("trail", trail(status.trail()));
    document.set("lease", lease(status.lock()));
    shards(document.putArray("shards"), status);
    document.set("remarks", ReportDocument.texts(status.remarks()));
    document.put("exitStatus", exit.status());
    return document;
  }

  private static @Nullable ObjectNode lastRun(@Nullable LastRun run) {
    if (run == null) {
      return null;
    }
    ObjectNode node = object();
    node.put("id", run.id());
    node.put("started", run.started().toString());
    node.put("finished", run.finished().toString());
    node.put("ending", run.ending().word());
    node.put("why", run.why());
    node.put("policyCommit", run.policyCommit().isEmpty() ? null : run.policyCommit());
    node.put("policies", run.policies());
    node.put("failed", run.failed());
    work(node, run.work());
    return node;
  }

  private static void work(ObjectNode node, RunWork work) {
    node.put("passes", work.passes());
    node.put("scalings", work.scalings());
    ObjectNode failures = node.putObject("failures");
    work.failures().forEach(failures::put);
  }

  private static void shards(ArrayNode list, InstallationStatus status) {
    status
        .shards()
        .forEach(
            (index, tally) -> {
              ObjectNode entry = list.addObject();
              entry.put("index", index);
              entry.put("lastPass", time(tally.lastPass()));
              entry.put("lastSuccess", time(tally.lastSuccess()));
              entry.put("runs", tally.allRuns());
            });
  }

  private static void failing(ArrayNode list, InstallationStatus status) {
    status
        .failing()
        .forEach(
            (policy, streak) -> {
              ObjectNode entry = list.addObject();
              entry.put("namespace", policy.namespace());
              entry.put("name", policy.name());
              entry.put("since", streak.since().toString());
              entry.put("passes", streak.times());
              entry.put("reason", streak.code());
              entry.put("sentence", streak.sentence());
            });
  }

  private static void notInForce(ArrayNode list, InstallationStatus status) {
    status
        .notInForce()
        .forEach(
            (policy, merged) -> {
              ObjectNode entry = list.addObject();
              entry.put("namespace", policy.namespace());
              entry.put("name", policy.name());
              entry.put("since", merged.since().toString());
              entry.put("commit", merged.commit().isEmpty() ? null : merged.commit());
              entry.put("why", merged.why());
              entry.put("acting", merged.acting().isEmpty() ? null : merged.acting());
              entry.put("until", merged.until().toString());
            });
  }

  private static void announced(ArrayNode list, InstallationStatus status) {
    status
        .announced()
        .forEach(
            (policy, intent) -> {
              ObjectNode entry = list.addObject();
              entry.put("namespace", policy.namespace());
              entry.put("name", policy.name());
              entry.put("run", intent.run());
              entry.put("at", intent.at().toString());
              entry.put("from", intent.from());
              entry.put("to", intent.to());
            });
  }

  private static void queue(ObjectNode node, InstallationStatus.Queue queue) {
    node.put("records", queue.records());
    node.put("scalings", queue.scalings());
    node.put("bytes", queue.bytes());
    QueuedRecord oldest = queue.oldest();
    node.set("oldest", oldest == null ? null : oldest(oldest));
  }

  private static ObjectNode oldest(QueuedRecord oldest) {
    ObjectNode node = object();
    node.put("at", oldest.at().toString());
    node.put("namespace", oldest.policy().namespace());
    node.put("name", oldest.policy().name());
    node.put("headline", oldest.headline());
    return node;
  }

  private static @Nullable ObjectNode trail(@Nullable TrailMark trail) {
    if (trail == null) {
      return null;
    }
    ObjectNode node = object();
    node.put("repository", trail.repository());
    node.put("branch", trail.branch());
    node.put("commit", trail.commit());
    node.put("at", trail.at().toString());
    return node;
  }

  private static @Nullable ObjectNode lease(@Nullable LockHolder lock) {
    if (lock == null) {
      return null;
    }
    ObjectNode node = object();
    node.put("holder", lock.who());
    node.put("since", time(lock.since()));
    node.put("until", time(lock.until()));
    return node;
  }

  private static @Nullable String time(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
