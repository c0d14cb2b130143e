package io.gitscaler.cli;

import io.gitscaler.cli.usecase.ConvertedPolicies;
import io.gitscaler.policy.PolicyProblem;

/** Prints policies as one YAML file on stdout, and on stderr everything that a person should know about them. */
final class ConversionPrinter {
  private ConversionPrinter() {}

  static ExitCode print(ConvertedPolicies converted, Session session) {
    StringBuilder text = new StringBuilder();
    for (ConvertedPolicies.Converted policy : converted.policies()) {
      text.append(text.isEmpty() ? "" : "---\n").append(Plain.lines(policy.text()));
    }
    session.print(text.toString());
    Stderr stderr = session.stderr();
    converted.skipped().forEach(line -> stderr.println("skipped: " + Plain.line(line)));
    for (ConvertedPolicies.Converted policy : converted.policies()) {
      for (String remark : policy.remarks()) {
        stderr.println(Plain.line(policy.id() + ": " + remark));
      }
    }
    for (PolicyProblem problem : converted.problems()) {
      stderr.println(Plain.line(problem.toString()));
    }
    return converted.problems().isEmpty() ? ExitCode.SUCCESS : ExitCode.INVALID;
  }
}
