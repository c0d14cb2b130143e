package io.gitscaler.demo;

import io.gitscaler.cli.usecase.AuditPlace;
import io.gitscaler.cli.usecase.ClusterPlace;
import io.gitscaler.cli.usecase.DemoAudience;
import io.gitscaler.cli.usecase.DemoRequest;
import io.gitscaler.cli.usecase.GitAccess;
import io.gitscaler.cli.usecase.MetricsPlace;
import io.gitscaler.cli.usecase.PolicyPlace;
import io.gitscaler.cli.usecase.ProgramSettings;
import io.gitscaler.cli.usecase.RunRequest;
import io.gitscaler.demo.Evening.Edit;
import io.gitscaler.demo.Evening.Minute;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.Shard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.SortedMap;

/**
 * An evening in a shop, told in nine runs: load rises and falls, one policy's program fails, one policy is edited. Cluster
 * and time are make-believe; runs, programs and Git repositories are real.
 */
public final class Demo {
  private static final String AUDIT_BRANCH = "gitscaler/audit";
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);

  private final DemoRuns runs;

  public Demo(DemoRuns runs) {
    this.runs = runs;
  }

  /**
   * Plays it. It leaves its repositories in the folder and nothing elsewhere.
   *
   * @throws OutsideFailure when the folder cannot be used, or the temporary one, which all parts of it need
   */
  public void play(DemoRequest request, DemoAudience audience) {
    DemoFolder.checkTemporary(Path.of(System.getProperty("java.io.tmpdir")));
    try {
      Path folder = DemoFolder.prepare(request.folder());
      MovingClock clock = new MovingClock(Evening.START);
      try (EmbeddedCluster cluster = EmbeddedCluster.start(clock);
          DemoRepository policies = DemoRepository.create(folder.resolve("policies.git"));
          DemoRepository trail = DemoRepository.create(folder.resolve("audit.git"))) {
        deploy(cluster);
        Path kubeconfig = cluster.kubeconfig(folder.resolve("kubeconfig"));
        Stage stage = new Stage(folder, policies, clock, audience);
        try {
          stage.play(runs, request(folder, kubeconfig));
        } finally {
          // It names a server that ends with the demonstration.
          Files.delete(kubeconfig);
        }
        epilogue(folder, trail, audience);
      }
    } catch (IOException e) {
      throw new OutsideFailure(
          FailureKind.UNUSABLE,
          request.folder().toString(),
          "files of the demonstration cannot be written: " + e.getMessage(),
          "Name another folder with --folder.",
          e);
    }
  }

  private static void deploy(EmbeddedCluster cluster) {
    cluster.deploy(
        new Application("shop", "checkout", 2, 500, at -> Evening.at(at).checkoutCpuMilli()));
    cluster.deploy(new Application("shop", "mailer", 2, 100, at -> 0));
    cluster.deploy(new Application("shop", "reports", 3, 100, at -> 0));
  }

  private static RunRequest request(Path folder, Path kubeconfig) {
    return new RunRequest(
        new PolicyPlace.Repository(
            folder.resolve("policies.git").toUri().toString(),
            "main",
            ".",
            GitAccess.ANONYMOUS,
            Duration.ofHours(24),
            null),
        new AuditPlace(
            folder.resolve("audit.git").toUri().toString(),
            AUDIT_BRANCH,
            "gitscaler <gitscaler@example.org>",
            null,
            null,
            Duration.ofHours(24),
            GitAccess.ANONYMOUS),
        new ClusterPlace(kubeconfig, null, "demo", "gitscaler", "gitscaler"),
        Shard.WHOLE,
        new ProgramSettings(2, List.of()),
        io.gitscaler.cli.usecase.Rhythm.ONCE,
        null,
        MetricsPlace.NONE);
  }

  private static void epilogue(Path folder, DemoRepository trail, DemoAudience audience)
      throws IOException {
    audience.scene("What Git remembers: git log " + AUDIT_BRANCH);
    audience.says(String.join("\n\n", trail.log(AUDIT_BRANCH)));
    audience.scene("Look for yourself");
    audience.says(
        "git --git-dir %s log -p %s -- trail/shop/checkout%n"
                .formatted(quoted(folder.resolve("audit.git")), AUDIT_BRANCH)
            + "git --git-dir %s log -p main".formatted(quoted(folder.resolve("policies.git"))));
  }

  /** As a word of a shell. */
  private static String quoted(Path path) {
    String text = path.toString();
    return text.matches("[\\w./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /** Where the evening is played. */
  private record Stage(
      Path folder, DemoRepository policies, MovingClock clock, DemoAudience audience) {
    void play(DemoRuns runs, RunRequest request) throws IOException {
      SortedMap<String, String> files = PolicyFiles.read(queue(), warehouse());
      policies.commit(files, "Scale checkout, mailer and reports", clock.instant());
      for (Minute minute : Evening.MINUTES) {
        audience.scene(CLOCK.format(clock.instant()) + "  " + minute.title());
        Edit edit = minute.edit();
        if (edit != null) {
          files.computeIfPresent(
              edit.file(), (file, text) -> text.replace(edit.before(), edit.after()));
          policies.commit(files, edit.message(), clock.instant());
          audience.says(
              "commit \"%s\": %s becomes %s in %s"
                  .formatted(edit.message(), edit.before(), edit.after(), edit.file()));
        }
        change(minute);
        audience.says(minute.load());
        audience.sees(runs.run(request, clock));
        clock.pass(Evening.BETWEEN_RUNS);
      }
    }

    private void change(Minute minute) throws IOException {
      Files.writeString(queue(), minute.waitingMails() + "\n");
      if (minute.openReports() == null) {
        Files.deleteIfExists(warehouse());
      } else {
        Files.writeString(warehouse(), minute.openReports() + "\n");
      }
    }

    private Path queue() {
      return folder.resolve("queue");
    }

    private Path warehouse() {
      return folder.resolve("warehouse");
    }
  }
}
