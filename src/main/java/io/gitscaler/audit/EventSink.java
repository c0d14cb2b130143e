package io.gitscaler.audit;

import java.util.List;

/** Tells the cluster's users on the target itself what the trail tells in Git. */
public interface EventSink {
  /**
   * Publishes what is worth an Event among these records: every scaling and every failure that began. Best effort.
   *
   * @return one sentence for each Event that could not be published; never an exception for what happens outside
   */
  List<String> publish(List<AuditRecord> records);
}
