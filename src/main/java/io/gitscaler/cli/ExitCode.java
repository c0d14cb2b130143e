package io.gitscaler.cli;

import io.gitscaler.audit.PolicyResult;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.RunEnding;
import io.gitscaler.reconcile.RunReport;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Set;

/** Exit statuses, in the order in which they win over each other. */
public enum ExitCode {
  /** Completed and recorded, nothing to change included. */
  SUCCESS(0, "none"),
  /** A bug of ours. */
  BUG(1, "bug"),
  /** A wrong command line. */
  USAGE(2, "usage"),
  /** Some policy is invalid. */
  INVALID(3, "invalid"),
  /** Some policy stopped at a step, or the run had to end before all was done. */
  STOPPED(4, "stopped"),
  /** Git or the cluster could not be used, and no replicas were changed because of that. */
  UNREACHABLE(5, "unreachable"),
  /** Replicas changed and the record still waits for Git. */
  UNRECORDED(6, "unrecorded"),
  /** Another run holds the Lease. */
  LOCKED(7, "locked");

  /** What {@code --fail-on} may narrow. */
  static final Set<ExitCode> NARROWABLE =
      Collections.unmodifiableSet(EnumSet.range(INVALID, LOCKED));

  private final int status;
  private final String word;

  ExitCode(int status, String word) {
    this.status = status;
    this.word = word;
  }

  public int status() {
    return status;
  }

  /** The name that {@code --fail-on} knows it by. */
  String word() {
    return word;
  }

  /** Everything that went wrong in a run. */
  static Set<ExitCode> of(RunReport report) {
    EnumSet<ExitCode> codes = EnumSet.noneOf(ExitCode.class);
    report.endings().forEach(ending -> codes.add(of(ending)));
    return codes;
  }

  /** What one policy's way through a pass means. */
  static ExitCode of(PolicyResult result) {
    return of(RunReport.ending(result));
  }

  private static ExitCode of(RunEnding ending) {
    return switch (ending) {
      case COMPLETED -> SUCCESS;
      case INVALID -> INVALID;
      case STOPPED -> STOPPED;
      case UNREACHABLE -> UNREACHABLE;
      case UNRECORDED -> UNRECORDED;
      case LOCKED -> LOCKED;
    };
  }

  /** What it means that a whole use case could not be done. */
  static ExitCode of(OutsideFailure failure) {
    if (failure.kind() == FailureKind.LEASE) {
      return LOCKED;
    }
    boolean stopped = failure.kind() == FailureKind.PROGRAM || failure.kind() == FailureKind.ENDED;
    return stopped ? STOPPED : UNREACHABLE;
  }

  /** The highest of those that apply and that make a run fail. */
  static ExitCode worst(Collection<ExitCode> codes, Set<ExitCode> failOn) {
    return codes.stream()
        .filter(code -> !NARROWABLE.contains(code) || failOn.contains(code))
        .max(Comparator.comparingInt(ExitCode::status))
        .orElse(SUCCESS);
  }
}
