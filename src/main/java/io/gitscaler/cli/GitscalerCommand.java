package io.gitscaler.cli;

import io.gitscaler.reconcile.Progress;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command: options, one use case, one printer, one exit status. */
abstract class GitscalerCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();

  private final Session session;

  GitscalerCommand(Session session) {
    this.session = session;
  }

  @Override
  public final Integer call() {
    LogSetup.start(common, session.stderr());
    return execute(session).status();
  }

  /** Does it. Whatever it throws becomes text and an exit status elsewhere. */
  abstract ExitCode execute(Session session);

  /** Which exit statuses count. */
  Set<ExitCode> failOn() {
    return ExitCode.NARROWABLE;
  }

  final Style style(Session session) {
    return Style.ofOut(common.color, session.surroundings());
  }

  static Progress progress(Session session) {
    return session.stderr().isTerminal()
        ? new ProgressLine(session.stderr(), System::nanoTime)
        : Progress.SILENT;
  }
}
