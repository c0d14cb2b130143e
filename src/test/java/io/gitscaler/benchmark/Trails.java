package io.gitscaler.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gitscaler.testing.BareRepository;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;

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

  /** Many policies with something to say at one time, late in a month in which they had much to say. */
  void measureBurst(int policies) throws Exception {
    fleet.grow(policies);
    double small = Double.NaN;
    for (int kilobytes : new int[] {1, 60, 300}) {
      Installation all =
          Installation.of(bench, "burst-" + kilobytes, policies, app -> Installation.CPU);
      all.first();
      fill(all.trail(), policies, kilobytes);
      int[] changes = {0};
      change(all, ++changes[0]);
      all.first();
      Measured measured =
          bench.measure(
              "%d records in a commit, files of %d KB before".formatted(policies, kilobytes),
              3,
              all.command(),
              () -> change(all, ++changes[0]));
      double wall = measured.cost().wallSeconds();
      small = Double.isNaN(small) ? wall : small;
      bench.results().add(measured.against("x with small files", wall / small));
    }
  }

  /** A change of the policies is news, so the next run commits and pushes. */
  private static void change(Installation all, int number) {
    Map<String, String> files = new TreeMap<>();
    for (int app = 0; app < all.size(); app++) {
      files.put(
          Fleet.namespace(app) + "/" + Fleet.app(app) + ".yaml",
          Installation.policy(app, Installation.CPU)
              .replace("maxReplicas: 20", "maxReplicas: " + (20 + number)));
    }
    all.policies().commit("main", files);
  }

  /** Makes the files of this month as long as if much had happened already. */
  private static void fill(BareRepository trail, int policies, int kilobytes) throws IOException {
    String month = YearMonth.now(ZoneOffset.UTC).toString();
    write(
        trail,
        out -> {
          commit(out, 0);
          for (int app = 0; app < policies; app++) {
            out.write(
                "M 100644 inline trail/%s/%s/%s.jsonl\n"
                    .formatted(Fleet.namespace(app), Fleet.app(app), month));
            StringBuilder lines = new StringBuilder();
            for (int i = 0; lines.length() < kilobytes * 1_000; i++) {
              lines.append(
                  "{\"number\": %d, \"filler\": \"%s\"}\n"
                      .formatted(app * 1_000_000 + i, "x".repeat(800)));
            }
            text(out, lines.toString());
          }
        });
  }

  /** Gives a trail that has begun a long way to go on: each commit writes one of many files. */
  private static void grow(BareRepository trail, int commits) throws IOException {
    write(
        trail,
        out -> {
          for (int i = 0; i < commits; i++) {
            commit(out, i);
            out.write(
                "M 100644 inline trail/shop-%d/app-%d/2026-10.jsonl\n"
                    .formatted(i % 20, i % POLICIES));
            text(out, "{\"number\": %d}\n".formatted(i).repeat(20));
          }
        });
  }

  private static void commit(BufferedWriter out, int number) throws IOException {
    out.write("commit refs/heads/gitscaler/audit\n");
    out.write(
        "committer gitscaler <gitscaler@example.org> %d +0000\n"
            .formatted(Instant.now().getEpochSecond()));
    text(out, "scale: 1 up (200 policies)\n");
    if (number == 0) {
      out.write("from refs/heads/gitscaler/audit^0\n");
    }
  }

  /** Tells {@code git fast-import} what to put on top of the trail. */
  @FunctionalInterface
  private interface History {
    void tell(BufferedWriter out) throws IOException;
  }

  private static void write(BareRepository trail, History history) throws IOException {
    ProcessBuilder git =
        new ProcessBuilder("git", "fast-import", "--quiet").directory(trail.path().toFile());
    BareRepository.isolate(git.environment());
    Process process = git.start();
    try (BufferedWriter out =
        new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8))) {
      history.tell(out);
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
