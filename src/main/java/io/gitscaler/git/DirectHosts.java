package io.gitscaler.git;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The servers that are reached without a proxy: {@code NO_PROXY}, with commas or blanks in between. A name holds for the domains below
 * it, too, with a dot in front or without; {@code *} is every server; a port restricts an entry to that port; {@code 10.0.0.0/8} is
 * a network, of which only addresses are part, for a name is not looked up for it.
 *
 * @param entries in small letters
 */
record DirectHosts(List<String> entries) {
  private static final Pattern WITH_PORT = Pattern.compile("([^:]+|\\[.+]):(\\d+)");

  static DirectHosts of(Map<String, String> environment) {
    String variable = variable("no_proxy", environment);
    String value = variable == null ? "" : environment.getOrDefault(variable, "");
    String[] entries = value.toLowerCase(Locale.ROOT).strip().split("[\\s,]+");
    return new DirectHosts(Arrays.stream(entries).filter(entry -> !entry.isEmpty()).toList());
  }

  /** The name under which a variable of proxies is set, small letters first; null where neither is, or to nothing. */
  static @Nullable String variable(String name, Map<String, String> environment) {
    for (String spelled : List.of(name, name.toUpperCase(Locale.ROOT))) {
      if (!environment.getOrDefault(spelled, "").isBlank()) {
        return spelled;
      }
    }
    return null;
  }

  boolean contain(String host, int port) {
    String name = bare(host.toLowerCase(Locale.ROOT));
    return entries.stream().anyMatch(entry -> matches(entry, name, port));
  }

  private static boolean matches(String entry, String name, int port) {
    if (entry.equals("*")) {
      return true;
    }
    int slash = entry.indexOf('/');
    if (slash >= 0) {
      return within(entry.substring(0, slash), entry.substring(slash + 1), name);
    }
    Matcher restricted = WITH_PORT.matcher(entry);
    if (restricted.matches()) {
      return restricted.group(2).equals(String.valueOf(port))
          && matches(restricted.group(1), name, port);
    }
    byte[] address = address(bare(entry));
    if (address != null) {
      return Arrays.equals(address, address(name));
    }
    String domain = entry.replaceFirst("^\\*?\\.", "");
    return name.equals(domain) || name.endsWith("." + domain);
  }

  private static boolean within(String network, String length, String name) {
    byte[] prefix = address(bare(network));
    byte[] address = address(name);
    if (prefix == null || address == null || prefix.length != address.length) {
      return false;
    }
    if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > prefix.length * Byte.SIZE) {
      return false;
    }
    for (int bit = 0; bit < Integer.parseInt(length); bit++) {
      int mask = 0x80 >> bit % Byte.SIZE;
      if (((prefix[bit / Byte.SIZE] ^ address[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  private static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  /** Null for what is a name; nobody is asked for it. */
  private static byte @Nullable [] address(String host) {
    try {
      return InetAddress.ofLiteral(host).getAddress();
    } catch (IllegalArgumentException name) {
      return null;
    }
  }
}
