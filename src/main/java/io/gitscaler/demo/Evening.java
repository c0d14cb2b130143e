package io.gitscaler.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens in the demonstration, minute by minute. */
final class Evening {
  /** A Monday evening. */
  static final Instant START = Instant.parse("2026-03-02T18:00:00Z");

  static final Duration BETWEEN_RUNS = Duration.ofMinutes(1);

  static final List<Minute> MINUTES =
      List.of(
          new Minute("A quiet evening", null, 500, 120, 3),
          new Minute("The rush begins", null, 1_100, 450, 3),
          new Minute("The rush goes on, and the warehouse is gone", null, 1_900, 760, null),
          new Minute(
              "Six replicas are not enough: the team raises maxReplicas by a commit",
              new Edit(
                  "Let checkout have ten replicas",
                  "shop/checkout.yaml",
                  "maxReplicas: 6",
                  "maxReplicas: 10"),
              2_400,
              600,
              null),
          new Minute("Eight replicas carry it", null, 2_400, 300, null),
          new Minute("The rush is over, and a stabilization window holds", null, 900, 90, null),
          new Minute("It still holds; the warehouse is back", null, 800, 40, 2),
          new Minute("The window has passed", null, 700, 0, 2),
          new Minute("Quiet again", null, 700, 0, 2));

  private Evening() {}

  /**
   * One minute, and one run.
   *
   * @param edit a change of a policy that is committed before the run; null where there is none
   * @param checkoutCpuMilli CPU that checkout's pods use together, in thousandths of a core
   * @param waitingMails length of the mailer's queue
   * @param openReports what the warehouse says; null while it is gone
   */
  record Minute(
      String title,
      @Nullable Edit edit,
      int checkoutCpuMilli,
      int waitingMails,
      @Nullable Integer openReports) {
    /** The load in a line. */
    String load() {
      return "checkout uses %.1f cores, %d mails wait, %s"
          .formatted(
              checkoutCpuMilli / 1_000.0,
              waitingMails,
              openReports == null
                  ? "the warehouse does not answer"
                  : openReports + " reports are open");
    }
  }

  /**
   * A change of a policy: one text in place of another.
   *
   * @param message of the commit
   */
  record Edit(String message, String file, String before, String after) {}

  /** The minute of this instant; the first before the evening, the last after it. */
  static Minute at(Instant instant) {
    long index = Duration.between(START, instant).dividedBy(BETWEEN_RUNS);
    return MINUTES.get(Math.clamp(index, 0, MINUTES.size() - 1));
  }
}
