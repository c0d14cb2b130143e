package io.gitscaler.program;

import java.util.List;

/** Runs the team's programs. */
public interface ProgramRunner {
  /** Runs one program. Never throws for what the program does; that is in the result. */
  ProgramRun run(ProgramCall call);

  /** Runs several side by side, bounded; the results are in the order of the calls. */
  List<ProgramRun> runAll(List<ProgramCall> calls);

  /** Kills what runs, with everything it started, and runs nothing more: a call then fails and says so. */
  void stop();
}
