package io.gitscaler.git;

import io.gitscaler.history.QueuedRecord;
import io.gitscaler.policy.PolicyId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the trail's branch looks like: names of its files, its marker, and how a record is found in a file. */
final class TrailFiles {
  /** Marks a branch as a trail and says in which format. */
  static final String MARKER = ".gitscaler";

  static final String README = "README.md";

  private static final String FORMAT_LINE = "trail-format: 1";
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("uuuu-MM", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Pattern DNS_NAME =
      Pattern.compile("[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*");
  private static final int LONGEST_NAME = 253;

  /** Within one line: half a record that somebody left must not hide the next one. */
  private static final Pattern ID =
      Pattern.compile("\"id\"[ \\t]*:[ \\t]*\"((?:[^\"\\\\\\r\\n]|\\\\.)*+)\"");

  private static final Pattern AT = Pattern.compile("\"at\"[ \\t]*:[ \\t]*\"([^\"]*)\"");

  private TrailFiles() {}

  /** The folder of a policy's files. Throws IllegalArgumentException for a policy whose name is no DNS name. */
  static String folder(PolicyId policy) {
    return "trail/" + checked(policy.namespace()) + "/" + checked(policy.name());
  }

  /** The file in which the month of a record begins, in UTC. */
  static TrailPart first(QueuedRecord record) {
    return new TrailPart(folder(record.policy()), MONTH.format(record.at()), 1);
  }

  private static String checked(String name) {
    if (name.length() > LONGEST_NAME || !DNS_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "\"" + name + "\" is not a DNS name and cannot name a file");
    }
    return name;
  }

  /** The values of all fields {@code id} in the records of a file. */
  static Set<String> ids(String content) {
    Set<String> ids = new HashSet<>();
    for (Matcher matcher = ID.matcher(content); matcher.find(); ) {
      ids.add(matcher.group(1));
    }
    return ids;
  }

  /** When the first record of a file was made; empty where that is not to be read from it. */
  static Optional<Instant> begin(String content) {
    Matcher first = AT.matcher(content.lines().findFirst().orElse(""));
    try {
      return first.find() ? Optional.of(Instant.parse(first.group(1))) : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  static byte[] marker() {
    return (FORMAT_LINE + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Whether a marker's content is the one that we write. */
  static boolean isOurFormat(byte[] marker) {
    return new String(marker, StandardCharsets.UTF_8)
        .lines()
        .findFirst()
        .orElse("")
        .equals(FORMAT_LINE);
  }

  static byte[] readme() {
    String text =
        """
        # The trail of gitscaler

        Every line below `trail/` is one record: what happened to one policy, why, and what it was decided from.
        Records are appended by gitscaler and never changed. A file holds a policy's records of one month,
        `trail/NAMESPACE/POLICY/YYYY-MM.jsonl`; where they are many, they go on in `YYYY-MM.2.jsonl` and so forth.

            git log -p -- trail/NAMESPACE/POLICY    # the history of one policy
            git log --format='%as %s'               # what was scaled when

        Nothing else belongs on this branch. Protect it from being deleted and from forced pushes.
        """;
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
