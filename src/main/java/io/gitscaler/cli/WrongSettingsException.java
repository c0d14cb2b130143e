package io.gitscaler.cli;

import io.gitscaler.policy.PolicyProblem;
import java.util.List;

/** A file of settings that cannot be used, with everything that is wrong in it. */
final class WrongSettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<PolicyProblem> problems;

  WrongSettingsException(List<PolicyProblem> problems) {
    super("wrong settings", null, false, false);
    this.problems = List.copyOf(problems);
  }

  List<PolicyProblem> problems() {
    return problems;
  }
}
