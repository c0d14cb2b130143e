package io.gitscaler.benchmark;

import java.util.List;

/**
 * Policies with one shell program each, held against the same programs run by {@code xargs} with the same parallelism. The
 * program waits, as programs do that ask somebody. What a run costs without programs is taken off before the comparison.
 */
record ShellPrograms(Bench bench, Fleet fleet, int size) {
  private static final int PARALLEL = 16;
  private static final int RUNS = 3;
  private static final String SCRIPT = "sleep 0.1; echo 60";

  void measure() throws Exception {
    fleet.grow(size);
    Installation idle = Installation.of(bench, "idle-" + size, size, app -> Installation.CPU);
    Installation programs =
        Installation.of(bench, "programs-" + size, size, app -> command(SCRIPT, "10s"));
    idle.first();
    Cost first = programs.first();
    Measured without =
        bench.measure(
            size + " policies without programs", RUNS, idle.command(), Bench.Preparation.NONE);
    Measured xargs =
        bench.measure(
            size + " programs by xargs -P " + PARALLEL,
            RUNS,
            List.of(
                "sh",
                "-c",
                "seq %d | xargs -P %d -n 1 sh -c '%s'".formatted(size, PARALLEL, SCRIPT)),
            Bench.Preparation.NONE);
    Measured with =
        bench.measure(
            size + " programs, --parallelism " + PARALLEL,
            RUNS,
            programs.command("--parallelism=" + PARALLEL),
            Bench.Preparation.NONE);
    double net = with.cost().wallSeconds() - without.cost().wallSeconds();
    bench.results().add(without);
    bench.results().add(xargs);
    bench
        .results()
        .add(
            with.after(first)
                .against("x xargs, less the run without", net / xargs.cost().wallSeconds()));
  }

  /** A metric that a shell script measures, read by everybody as what asks for no change. */
  static String command(String script, String timeout) {
    return """
        {type: Command, command: {name: load, method: {type: shell, timeout: %s,
        shell: {entrypoint: sh, command: [-c, "%s"]}}, target: {type: AverageValue, averageValue: "6"}}}\
        """
        .formatted(timeout, script)
        .replace("\n", " ");
  }
}
