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
