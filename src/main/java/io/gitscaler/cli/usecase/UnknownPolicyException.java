package io.gitscaler.cli.usecase;

import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.PolicyProblem;
import java.util.Collection;
import java.util.List;

/** A policy was asked for that is not there, or that is there and invalid. */
public final class UnknownPolicyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient PolicyId asked;
  private final transient List<PolicyId> known;
  private final transient List<PolicyProblem> problems;

  /**
   * Says what is there instead.
   *
   * @param known policies that could have been asked for
   * @param problems what was wrong with policies that could not be read; the asked one may be among them
   */
  public UnknownPolicyException(
      PolicyId asked, Collection<PolicyId> known, List<PolicyProblem> problems) {
    super("unknown policy " + asked, null, false, false);
    this.asked = asked;
    this.known = List.copyOf(known);
    this.problems = List.copyOf(problems);
  }

  public PolicyId asked() {
    return asked;
  }

  public List<PolicyId> known() {
    return known;
  }

  /** The problems of the asked policy; empty where it is not there at all. */
  public List<PolicyProblem> problems() {
    return problems.stream().filter(problem -> asked.equals(problem.policy())).toList();
  }
}
