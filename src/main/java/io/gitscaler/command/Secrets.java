package io.gitscaler.command;

import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.Program;
import io.gitscaler.policy.ScalingMethod;
import io.gitscaler.policy.ScalingPolicy;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Values that a program was given and that must not come back in anything that is kept. */
public final class Secrets {
  /** Shorter values, such as {@code true} or a port, would strike out innocent text. */
  private static final int MIN_LENGTH = 6;

  /** How {@link Wording} shows that something was left out. */
  private static final String CUT = "...";

  private static final Pattern IN_QUERY =
      Pattern.compile("[?&][^=&#]*(?i:token|key|secret|passw|auth|sig)[^=&#]*=([^&#]+)");

  private final List<String> values;

  Secrets(Collection<String> given) {
    this(
        given.stream()
            .flatMap(value -> Stream.concat(Stream.of(value), value.lines()))
            .map(String::strip)
            .filter(value -> value.length() >= MIN_LENGTH)
            .flatMap(value -> Stream.of(value, URLEncoder.encode(value, StandardCharsets.UTF_8))));
  }

  private Secrets(Stream<String> spelled) {
    values = spelled.distinct().sorted(Comparator.comparingInt(String::length).reversed()).toList();
  }

  /** Those that a policy itself hands to its program. */
  public static Secrets of(Program program) {
    return new Secrets(handed(program));
  }

  /** Those that a policy hands to any of its programs: what one of them answers, the next one is told. */
  static Secrets of(ScalingPolicy policy) {
    Stream<Program> measuring =
        switch (policy.method()) {
          case ScalingMethod.ByPrograms method -> Stream.of(method.metric(), method.evaluate());
          case ScalingMethod.ByMetrics method ->
              method.metrics().stream()
                  .filter(MetricSpec.Command.class::isInstance)
                  .map(spec -> ((MetricSpec.Command) spec).program());
        };
    return new Secrets(
        Stream.concat(measuring, policy.hooks().values().stream())
            .flatMap(program -> handed(program).stream())
            .toList());
  }

  /** These and others. */
  Secrets and(Secrets others) {
    return new Secrets(Stream.concat(values.stream(), others.values.stream()));
  }

  /** Values of headers and their parts, and of the address's query what it calls a secret. */
  static List<String> handed(Program program) {
    if (!(program instanceof Program.Http http)) {
      return List.of();
    }
    List<String> values = new ArrayList<>();
    http.headers().forEach((name, value) -> values.addAll(HeaderParts.of(name, value)));
    IN_QUERY
        .matcher(http.url())
        .results()
        .map(found -> found.group(1))
        .forEach(value -> values.addAll(List.of(value, decoded(value))));
    return values;
  }

  /** As the other side reads it; as it stands where it is not spelled as a query wants it. */
  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return value;
    }
  }

  /** The text with {@code ***} in place of each secret. */
  public String strike(String text) {
    String clean = text;
    for (String value : values) {
      clean = clean.replace(value, "***");
    }
    return clean;
  }

  /**
   * The same for a text that may begin in the midst of another, or quotes one that was cut: of a secret at the cut, what is left
   * goes, too, down to {@value #MIN_LENGTH} characters.
   */
  public String strikeCut(String text) {
    String clean = strike(text);
    for (String value : values) {
      for (int left = value.length() - 1; left >= MIN_LENGTH; left--) {
        String end = value.substring(value.length() - left);
        clean =
            (clean.startsWith(end) ? "***" + clean.substring(left) : clean)
                .replace(CUT + end, CUT + "***")
                .replace(value.substring(0, left) + CUT, "***" + CUT);
      }
    }
    return clean;
  }
}
