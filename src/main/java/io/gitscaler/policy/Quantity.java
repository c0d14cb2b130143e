package io.gitscaler.policy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount as Kubernetes writes it: {@code 500m}, {@code 2}, {@code 1.5Gi}, {@code 1e3}.
 *
 * @param amount the exact value
 * @param text as it was written
 */
public record Quantity(BigDecimal amount, String text) {
  /** As many as a {@code long} holds whatever they are. */
  private static final int MOST_DIGITS = 18;

  private static final Pattern FORM =
      Pattern.compile(
          "([+-]?(?:\\d{1,64}(?:\\.\\d{0,64})?|\\.\\d{1,64}))(?:(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)|[eE]([+-]?\\d{1,2}))?");
  private static final Map<String, BigDecimal> SUFFIXES =
      Map.ofEntries(
          Map.entry("n", BigDecimal.ONE.scaleByPowerOfTen(-9)),
          Map.entry("u", BigDecimal.ONE.scaleByPowerOfTen(-6)),
          Map.entry("m", BigDecimal.ONE.scaleByPowerOfTen(-3)),
          Map.entry("k", BigDecimal.ONE.scaleByPowerOfTen(3)),
          Map.entry("M", BigDecimal.ONE.scaleByPowerOfTen(6)),
          Map.entry("G", BigDecimal.ONE.scaleByPowerOfTen(9)),
          Map.entry("T", BigDecimal.ONE.scaleByPowerOfTen(12)),
          Map.entry("P", BigDecimal.ONE.scaleByPowerOfTen(15)),
          Map.entry("E", BigDecimal.ONE.scaleByPowerOfTen(18)),
          Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
          Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
          Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
          Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
          Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
          Map.entry("Ei", BigDecimal.valueOf(1L << 60)));

  /** Reads a quantity; empty for anything that is none, NaN and infinities included. */
  public static Optional<Quantity> parse(String text) {
    int last = text.length() - 1;
    int scale = last < 1 ? 0 : decimals(text.charAt(last));
    // Usage is measured in this form, and lists of it are long: it is read without a pattern.
    return scale > 0 && last <= MOST_DIGITS && digitsOnly(text, last)
        ? Optional.of(
            new Quantity(BigDecimal.valueOf(Long.parseLong(text, 0, last, 10), scale), text))
        : parseAnyForm(text);
  }

  private static int decimals(char suffix) {
    return switch (suffix) {
      case 'n' -> 9;
      case 'u' -> 6;
      case 'm' -> 3;
      default -> 0;
    };
  }

  private static boolean digitsOnly(String text, int end) {
    for (int i = 0; i < end; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static Optional<Quantity> parseAnyForm(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    BigDecimal number = new BigDecimal(matcher.group(1));
    if (matcher.group(2) != null) {
      number = number.multiply(SUFFIXES.get(matcher.group(2)));
    } else if (matcher.group(3) != null) {
      number = number.scaleByPowerOfTen(Integer.parseInt(matcher.group(3)));
    }
    return Optional.of(new Quantity(number, text));
  }

  public static Quantity ofMilli(long milli) {
    BigDecimal amount = BigDecimal.valueOf(milli, 3);
    return new Quantity(amount, milli % 1000 == 0 ? String.valueOf(milli / 1000) : milli + "m");
  }

  /**
   * Thousandths, rounded away from zero as the reference does; empty beyond 64 bits, where the reference would take an
   * artefact for a number.
   */
  public Optional<Long> milli() {
    BigDecimal milli = amount.movePointRight(3).setScale(0, RoundingMode.UP);
    return milli.unscaledValue().bitLength() > 63
        ? Optional.empty()
        : Optional.of(milli.longValueExact());
  }

  @Override
  public String toString() {
    return text;
  }
}
