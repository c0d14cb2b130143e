package io.gitscaler.demo;

import io.gitscaler.cli.usecase.RunRequest;
import io.gitscaler.reconcile.Pace;
import io.gitscaler.reconcile.RunReport;

/** Makes real runs at a time that the demonstration says. */
@FunctionalInterface
public interface DemoRuns {
  /** One run, as {@code gitscaler run} makes it, by this clock. */
  RunReport run(RunRequest request, Pace pace);
}
