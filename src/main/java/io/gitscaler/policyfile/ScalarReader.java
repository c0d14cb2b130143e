package io.gitscaler.policyfile;

import io.gitscaler.policy.Quantity;
import io.gitscaler.policyfile.YamlNode.Scalar;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads single values without coercion: {@code '3'}, {@code 2.9} and {@code yes} are no whole numbers. */
final class ScalarReader {
  private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]*)");
  private static final Pattern DECIMAL =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]{1,3})?");

  /** Spellings that some YAML readers take for octal, hexadecimal or grouped numbers. */
  private static final Pattern DOUBTFUL =
      Pattern.compile("[-+]?0[0-9][0-9_]*|[-+]?0[xob][0-9a-fA-F_]+|\\+[0-9]+|[0-9]+(_[0-9]+)+");

  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "ms",
          ChronoUnit.MILLIS,
          "s",
          ChronoUnit.SECONDS,
          "m",
          ChronoUnit.MINUTES,
          "h",
          ChronoUnit.HOURS);
  private static final int LONGEST_NUMBER = 64;

  private ScalarReader() {}

  /** Whether a type is written as a single value; else it is a record with fields of its own. */
  static boolean isSingle(Class<?> type) {
    return type == Quantity.class || !type.isRecord();
  }

  static Object read(Class<?> type, Field field, Scalar scalar) throws Misspelled {
    if (type == String.class) {
      return text(field, scalar);
    } else if (type == Integer.class || type == int.class) {
      return whole(field, scalar);
    } else if (type == Boolean.class || type == boolean.class) {
      return truth(scalar);
    } else if (type == Double.class || type == double.class) {
      return decimal(field, scalar);
    } else if (type == Quantity.class) {
      return quantity(scalar);
    } else if (type == Duration.class) {
      return duration(field, scalar);
    } else if (type == Instant.class) {
      return instant(scalar);
    } else if (type.isEnum()) {
      return word(type, scalar);
    }
    throw new IllegalArgumentException("no spelling for " + type);
  }

  private static String text(Field field, Scalar scalar) throws Misspelled {
    String text = scalar.text();
    String shown = field.secret() ? "The value" : Wording.quoted(text);
    if (scalar.plain() && (isNumber(text) || text.equals("true") || text.equals("false"))) {
      String kind = isNumber(text) ? "a number" : "a truth value";
      throw new Misspelled(
          (field.secret() ? "The value" : Wording.cut(text))
              + " is "
              + kind
              + ", not text. Put it in quotes.");
    }
    if (!field.constant().isEmpty() && !text.equals(field.constant())) {
      throw new Misspelled(shown + " is not supported. Write " + field.constant() + ".");
    }
    if (!field.form().fits(text)) {
      String fault =
          text.length() > field.form().maxLength()
              ? " has " + text.length() + " characters"
              : " does not fit";
      throw new Misspelled(shown + fault + ". Write " + field.form().words() + ".");
    }
    return text;
  }

  private static boolean isNumber(String text) {
    return text.length() <= LONGEST_NUMBER
        && (DECIMAL.matcher(text).matches() || DOUBTFUL.matcher(text).matches());
  }

  private static Integer whole(Field field, Scalar scalar) throws Misspelled {
    long number = wholeNumber(scalar, "Write a whole number" + range(field) + ".");
    if (number < field.min() || number > field.max()) {
      throw outOfRange(scalar.text(), "a whole number" + range(field));
    }
    return (int) number;
  }

  /** A whole number; one beyond 18 digits is as good as the largest. */
  private static long wholeNumber(Scalar scalar, String advice) throws Misspelled {
    String text = scalar.text();
    if (text.length() <= LONGEST_NUMBER) {
      boolean whole = WHOLE.matcher(text).matches();
      if (whole && !scalar.plain()) {
        throw new Misspelled("The number " + text + " is in quotes. Write it without them.");
      } else if (whole) {
        long beyond = text.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
        return text.length() > 18 ? beyond : Long.parseLong(text);
      } else if (scalar.plain() && DOUBTFUL.matcher(text).matches()) {
        throw new Misspelled(
            text + " is read as different numbers by different tools. Write it in plain digits.");
      } else if (scalar.plain() && DECIMAL.matcher(text).matches()) {
        throw new Misspelled(text + " is not a whole number. " + advice);
      }
    }
    throw new Misspelled(Wording.quoted(text) + " is not a whole number. " + advice);
  }

  private static Misspelled outOfRange(String text, String allowed) {
    return new Misspelled(Wording.cut(text) + " is out of range. Write " + allowed + ".");
  }

  /** {@code " of 1 or more"} or {@code " from 1 to 1800"}. */
  private static String range(Field field) {
    return field.max() == Integer.MAX_VALUE
        ? " of " + field.min() + " or more"
        : " from " + field.min() + " to " + field.max();
  }

  private static Boolean truth(Scalar scalar) throws Misspelled {
    String text = scalar.text();
    if (!text.equals("true") && !text.equals("false")) {
      throw new Misspelled(
          Wording.quoted(text) + " is neither true nor false. Write true or false.");
    }
    if (!scalar.plain()) {
      throw new Misspelled("The value " + text + " is in quotes. Write it without them.");
    }
    return text.equals("true");
  }

  private static Double decimal(Field field, Scalar scalar) throws Misspelled {
    String text = scalar.text();
    if (text.length() > LONGEST_NUMBER || !DECIMAL.matcher(text).matches()) {
      throw new Misspelled(Wording.quoted(text) + " is not a number. Write one such as 0.1.");
    }
    double number = Double.parseDouble(text);
    if (number < field.min() || Double.isInfinite(number)) {
      throw outOfRange(text, "a number of " + field.min() + " or more");
    }
    return number;
  }

  private static Quantity quantity(Scalar scalar) throws Misspelled {
    String text = scalar.text();
    if (scalar.plain() && DOUBTFUL.matcher(text).matches()) {
      throw new Misspelled(
          Wording.cut(text)
              + " is read as different numbers by different tools. Write it in plain digits.");
    }
    Quantity quantity = Quantity.parse(text).orElse(null);
    if (quantity == null) {
      throw new Misspelled(
          Wording.quoted(text) + " is not a quantity. Write one such as 500m, 30 or 1.5Gi.");
    }
    if (quantity.amount().signum() < 0) {
      throw outOfRange(text, "a quantity of 0 or more");
    } else if (quantity.milli().isEmpty()) {
      throw outOfRange(text, "a quantity below 9.2E");
    }
    return quantity;
  }

  private static Duration duration(Field field, Scalar scalar) throws Misspelled {
    String unit = field.unit() == ChronoUnit.MILLIS ? "milliseconds" : "seconds";
    String forms =
        "Write a number of " + unit + ", or one with a unit such as 300ms, 15s, 5m or 1h.";
    Matcher matcher = DURATION.matcher(scalar.text());
    Duration duration;
    if (matcher.matches()) {
      ChronoUnit written = UNITS.getOrDefault(matcher.group(2), field.unit());
      duration = Duration.of(Long.parseLong(matcher.group(1)), written);
    } else if (isNumber(scalar.text())) {
      long number = wholeNumber(scalar, forms);
      duration = Duration.of(Math.clamp(number, -1L, Integer.MAX_VALUE), field.unit());
    } else {
      throw new Misspelled(Wording.quoted(scalar.text()) + " is not a duration. " + forms);
    }
    Duration least = Duration.of(field.min(), field.unit());
    Duration most = Duration.of(field.max(), field.unit());
    if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
      throw outOfRange(scalar.text(), "a duration from " + words(least) + " to " + words(most));
    }
    return duration;
  }

  private static String words(Duration duration) {
    if (duration.toMillis() % 1000 != 0) {
      return duration.toMillis() + "ms";
    }
    long seconds = duration.toSeconds();
    if (seconds == 0 || seconds % 60 != 0) {
      return seconds + "s";
    }
    return seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds / 60 + "m";
  }

  private static Instant instant(Scalar scalar) throws Misspelled {
    try {
      return OffsetDateTime.parse(scalar.text()).toInstant();
    } catch (DateTimeParseException e) {
      throw new Misspelled(
          Wording.quoted(scalar.text())
              + " is not a point in time. Write one with its zone, such as 2026-12-01T08:00:00Z.");
    }
  }

  private static Object word(Class<?> type, Scalar scalar) throws Misspelled {
    for (Object constant : type.getEnumConstants()) {
      if (Spelling.of((Enum<?>) constant).equals(scalar.text())) {
        return constant;
      }
    }
    throw new Misspelled(
        Wording.quoted(scalar.text())
            + " is unknown. Write "
            + Wording.oneOf(Spelling.all(type))
            + ".");
  }
}
