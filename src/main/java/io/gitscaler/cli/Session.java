package io.gitscaler.cli;

import io.gitscaler.cli.usecase.UseCases;
import java.util.Map;

/** What a command works with. */
record Session(Surroundings surroundings, UseCases useCases, Stderr stderr) {
  Map<String, String> environment() {
    return surroundings.environment();
  }

  /** Prints a result, complete with its line breaks. */
  void print(String result) {
    stderr.clearStatus();
    surroundings.out().print(result);
  }
}
