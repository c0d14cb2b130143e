package io.gitscaler.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gitscaler.testing.BareRepository;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.time.Instant;
import java.util.Map;

/** Runs that have one thing to say, on trails of several lengths: what a commit and its push cost must not grow with history. */
record Trails(Bench bench, Fleet fleet) {
  private static final int RUNS = 5;
  private static final int POLICIES = 200;

  void measure() throws Exception {
    fleet.grow(1);
    double shortest = Double.NaN;
    for (int commits : new int[] {10, 10_000, 100_000}) {
      Installation one = Installation.of(bench, "trail-" + commits, 1, app -> Installation.CPU);
      one.first();
      grow(one.trail(), commits - 1);
      int[] changes = {0};
      // This run sees to it that what others wrote follows on what it knows, which is no part of a
      // usual run.
      change(one, ++changes[0]);
      one.first();
      Measured measured =
          bench.measure(
              "commit on a trail of " + commits + " commits",
              RUNS,
              one.command(),
              () -> change(one, ++changes[0]));
      double wall = measured.cost().wallSeconds();
      shortest = Double.isNaN(shortest) ? wall : shortest;
      bench.results().add(measured.against("x the shortest trail", wall / shortest));
    }
  }

  /** A change of the policy is news, so the next run commits and pushes. */
  private static void change(Installation one, int number) {
    one.policies()
        .commit(
            "main",
            Map.of(
                Fleet.namespace(0) + "/" + Fleet.app(0) + ".yaml",
                Installation.policy(0, Installation.CPU)
                    .replace("maxReplicas: 20", "maxReplicas: " + (20 + number))));
  }

  /** Gives a trail that has begun a long way to go on: each commit writes one of many files. */
  private static void grow(BareRepository trail, int commits) throws IOException {
    ProcessBuilder git =
        new ProcessBuilder("git", "fast-import", "--quiet").directory(trail.path().toFile());
    BareRepository.isolate(git.environment());
    Process process = git.start();
    long now = Instant.now().getEpochSecond();
    try (BufferedWriter out =
        new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8))) {
      for (int i = 0; i < commits; i++) {
        out.write("commit refs/heads/gitscaler/audit\n");
        out.write("committer gitscaler <gitscaler@example.org> %d +0000\n".formatted(now));
        text(out, "scale: 1 up (200 policies)\n");
        if (i == 0) {
          out.write("from refs/heads/gitscaler/audit^0\n");
        }
        out.write(
            "M 100644 inline trail/shop-%d/app-%d/2026-10.jsonl\n".formatted(i % 20, i % POLICIES));
        text(out, "{\"number\": %d}\n".formatted(i).repeat(20));
      }
    }
    try {
      if (process.waitFor() != 0) {
        throw new IOException(
            "git fast-import: " + new String(process.getErrorStream().readAllBytes(), UTF_8));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static void text(BufferedWriter out, String text) throws IOException {
    out.write("data " + text.getBytes(UTF_8).length + "\n" + text + "\n");
  }
}
