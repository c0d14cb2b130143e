package io.gitscaler.statefile;

/**
 * How much of a record's inputs is kept.
 *
 * @param sentence longest sentence, in characters
 * @param programs most program calls
 * @param answer longest answer, in characters
 * @param stderr longest tail of a failed program's stderr, in characters
 * @param history most entries of the history, the newest first to stay
 * @param inputs whether settings, readings and findings are kept at all
 */
record Caps(int sentence, int programs, int answer, int stderr, int history, boolean inputs) {
  /** What a record of ordinary size keeps. */
  static final Caps FULL = new Caps(1000, 1000, 1024, 512, 10_000, true);

  /** What is tried, in order, until the record is small enough. The last always is. */
  static final Caps[] STEPS = {
    FULL,
    new Caps(1000, 100, 128, 512, 10_000, true),
    new Caps(500, 10, 128, 256, 10_000, true),
    new Caps(500, 5, 128, 256, 200, true),
    new Caps(500, 0, 0, 0, 0, false)
  };
}
