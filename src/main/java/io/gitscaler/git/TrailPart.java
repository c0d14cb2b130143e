package io.gitscaler.git;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of the trail. A month begins in {@code 2026-03.jsonl}; once that has grown it goes on in {@code 2026-03.2.jsonl} and so
 * forth. A commit that adds a record brings, sends and stores the whole file, so its size is what a record costs.
 *
 * @param folder of the policy
 * @param month such as {@code 2026-03}
 * @param number from 1 on
 */
record TrailPart(String folder, String month, int number) {
  /** From here on, in bytes, nothing is added to a file; about twenty scalings with all that led to them. */
  static final int FULL = 64 * 1024;

  static final Comparator<TrailPart> OLDEST_FIRST =
      Comparator.comparing(TrailPart::month).thenComparingInt(TrailPart::number);

  private static final Pattern NAME =
      Pattern.compile("(\\d{4}-\\d{2})(?:\\.([1-9]\\d{0,8}))?\\.jsonl");

  /** What a file in the folder of a policy is; empty for one that is no part of the trail. */
  static Optional<TrailPart> named(String folder, String name) {
    Matcher found = NAME.matcher(name);
    if (!found.matches()) {
      return Optional.empty();
    }
    String number = found.group(2);
    return Optional.of(
        new TrailPart(folder, found.group(1), number == null ? 1 : Integer.parseInt(number)));
  }

  String path() {
    return folder + "/" + month + (number == 1 ? "" : "." + number) + ".jsonl";
  }

  TrailPart next() {
    return new TrailPart(folder, month, number + 1);
  }
}
