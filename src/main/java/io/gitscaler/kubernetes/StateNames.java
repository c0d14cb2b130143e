package io.gitscaler.kubernetes;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the objects of an installation are called: {@code NAME} for shard 0 and for who knows nothing of shards, {@code
 * NAME-shard-3} for shard 3. A Lease has just that name; of the ConfigMaps the first has it, and the others add {@code -1},
 * {@code -2} and so on.
 */
final class StateNames {
  private StateNames() {}

  static String home(String state, int shard) {
    return shard == 0 ? state : state + "-shard-" + shard;
  }

  static String part(String home, int number) {
    return number == 0 ? home : home + "-" + number;
  }

  /**
   * Which part of which home a ConfigMap is.
   *
   * @param number of the part
   */
  record Place(int home, int number) {}

  /** Null where the name is that of no part. */
  static @Nullable Place place(String state, String name) {
    Matcher matcher = matcher(state, name, "(?:-([1-9][0-9]{0,4}))?");
    return matcher.matches() ? new Place(number(matcher, 1), number(matcher, 2)) : null;
  }

  /** The shard whose Lease this is; empty where the name is no Lease's. */
  static OptionalInt shard(String state, String name) {
    Matcher matcher = matcher(state, name, "");
    return matcher.matches() ? OptionalInt.of(number(matcher, 1)) : OptionalInt.empty();
  }

  private static Matcher matcher(String state, String name, String more) {
    return Pattern.compile(Pattern.quote(state) + "(?:-shard-([1-9][0-9]{0,2}))?" + more)
        .matcher(name);
  }

  private static int number(Matcher matcher, int group) {
    return matcher.group(group) == null ? 0 : Integer.parseInt(matcher.group(group));
  }
}
