package io.gitscaler.kubernetes;

import io.gitscaler.audit.AuditRecord;
import io.gitscaler.audit.PolicyResult;
import io.gitscaler.decision.ReasonCode;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.TargetRef;
import io.gitscaler.workload.Workload;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What people who look at a target should see there. The words {@code SuccessfulRescale} and {@code FailedRescale} are those of
 * the HorizontalPodAutoscaler's Events; every other reason is a reason code.
 *
 * @param uid of the target; null where it could not be seen
 * @param run id of the run
 * @param warning whether something went wrong
 * @param reason one word in CamelCase
 */
record TargetEvent(
    PolicyId policy,
    TargetRef target,
    @Nullable String uid,
    String run,
    Instant at,
    boolean warning,
    String reason,
    String sentence) {
  /** The event that belongs to a record; empty for records that concern the repository more than the target. */
  static Optional<TargetEvent> of(AuditRecord record) {
    PolicyResult result = record.result();
    if (result == null) {
      return Optional.empty();
    }
    return switch (record.kind()) {
      case SCALED_UP, SCALED_DOWN ->
          Optional.of(
              of(
                  record,
                  result,
                  false,
                  "SuccessfulRescale",
                  newSize(result) + reasonOf(record, result)));
      case NOT_SCALED ->
          Optional.of(
              of(record, result, true, "FailedRescale", newSize(result) + record.sentence()));
      case FAILURE_BEGAN ->
          Optional.of(of(record, result, true, failureCode(result).name(), record.sentence()));
      case WOULD_SCALE,
          FAILURE_ENDED,
          POLICY_APPEARED,
          POLICY_CHANGED,
          POLICY_INVALID,
          POLICY_VALID,
          POLICY_GONE,
          PAUSE_BEGAN,
          PAUSE_ENDED,
          BEYOND_MAX,
          RECOVERED,
          SUMMARY,
          FOLDED ->
          Optional.empty();
    };
  }

  private static TargetEvent of(
      AuditRecord record, PolicyResult result, boolean warning, String reason, String sentence) {
    Workload workload = result.workload();
    return new TargetEvent(
        record.policy(),
        result.policy().target(),
        workload == null ? null : workload.uid(),
        record.run().run(),
        record.at(),
        warning,
        reason,
        sentence);
  }

  private static String newSize(PolicyResult result) {
    return result.decision() == null ? "" : "New size: " + result.decision().to() + "; reason: ";
  }

  private static String reasonOf(AuditRecord record, PolicyResult result) {
    return result.decision() == null ? record.sentence() : result.decision().sentence();
  }

  private static ReasonCode failureCode(PolicyResult result) {
    PolicyResult.Failure failure = result.failure();
    return failure == null ? ReasonCode.FailedUpdateScale : failure.code();
  }
}
