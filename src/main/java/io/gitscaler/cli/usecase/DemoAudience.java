package io.gitscaler.cli.usecase;

import io.gitscaler.reconcile.RunReport;

/** Is shown the demonstration, scene by scene. */
public interface DemoAudience {
  /** A new scene begins; one line. */
  void scene(String title);

  /** What goes on behind the scene; one or more lines that belong below it. */
  void says(String text);

  /** A run was made. */
  void sees(RunReport report);
}
