package io.gitscaler.benchmark;

/** One program that hangs among many that do not: it may delay its own policy up to its timeout, and nothing else. */
record HungProgram(Bench bench, Fleet fleet, int size) {
  private static final int RUNS = 3;
  private static final double TIMEOUT_SECONDS = 3;
  private static final String STOPPED_IS_EXPECTED = "--fail-on=invalid";

  void measure() throws Exception {
    fleet.grow(size);
    Installation sound =
        Installation.of(
            bench, "sound-" + size, size, app -> ShellPrograms.command("echo 60", "3s"));
    Installation hung =
        Installation.of(
            bench,
            "hung-" + size,
            size,
            app -> ShellPrograms.command(app == size / 2 ? "sleep 60" : "echo 60", "3s"));
    sound.first();
    Cost.of(hung.command(STOPPED_IS_EXPECTED), bench.git().environment());
    Measured without =
        bench.measure(
            size + " programs, none hangs", RUNS, sound.command(), Bench.Preparation.NONE);
    Measured with =
        bench.measure(
            size + " programs, one hangs",
            RUNS,
            hung.command(STOPPED_IS_EXPECTED),
            Bench.Preparation.NONE);
    double later = with.cost().wallSeconds() - without.cost().wallSeconds();
    bench.results().add(without);
    bench.results().add(with.against("of its timeout later", later / TIMEOUT_SECONDS));
  }
}
