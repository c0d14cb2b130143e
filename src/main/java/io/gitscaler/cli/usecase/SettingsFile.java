package io.gitscaler.cli.usecase;

import io.gitscaler.policy.PolicyProblem;
import java.util.List;

/**
 * What a file of settings says. Whether its keys are flags, and its values fit them, is not known here.
 *
 * @param entries in the order of the file, each key once
 * @param problems what could not be read; empty where all of it could
 */
public record SettingsFile(List<Entry> entries, List<PolicyProblem> problems) {
  public SettingsFile {
    entries = List.copyOf(entries);
    problems = List.copyOf(problems);
  }

  /**
   * One setting.
   *
   * @param file as the user named it
   * @param line of the key, 1-based
   * @param column of the key, 1-based
   * @param values one, or those of a list
   */
  public record Entry(
      String file, int line, int column, String key, List<String> values, boolean isList) {
    public Entry {
      values = List.copyOf(values);
    }

    public PolicyProblem problem(String message) {
      return new PolicyProblem(file, line, column, key, message, null);
    }

    /** {@code FILE:LINE:COLUMN}. */
    public String place() {
      return file + ":" + line + ":" + column;
    }
  }
}
