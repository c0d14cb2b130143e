package io.gitscaler.cli;

import io.gitscaler.cli.CommonOptions.Color;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;

/**
 * How text is made to look.
 *
 * @param width columns to keep to; a very large number where nobody looks
 */
record Style(ColorScheme scheme, int width) {

  /** What a piece of text means to the one who reads. */
  enum Tone {
    PLAIN(null),
    STRONG(Ansi.Style.bold),
    QUIET(Ansi.Style.faint),
    GOOD(Ansi.Style.fg_green),
    NOTABLE(Ansi.Style.fg_yellow),
    BAD(Ansi.Style.fg_red);

    private final Ansi.@Nullable Style ansi;

    Tone(Ansi.@Nullable Style ansi) {
      this.ansi = ansi;
    }
  }

  /** The look of stdout. */
  static Style ofOut(Color color, Surroundings surroundings) {
    boolean terminal = surroundings.terminal().out();
    boolean colored = isColored(color, terminal, surroundings.environment());
    return new Style(
        Help.defaultColorScheme(colored ? Ansi.ON : Ansi.OFF),
        terminal ? surroundings.terminal().width().getAsInt() : Integer.MAX_VALUE);
  }

  /** Colour as https://no-color.org wants it. */
  static boolean isColored(Color color, boolean terminal, Map<String, String> environment) {
    return switch (color) {
      case ALWAYS -> true;
      case NEVER -> false;
      case AUTO ->
          terminal
              && environment.getOrDefault("NO_COLOR", "").isEmpty()
              && !"dumb".equals(environment.get("TERM"));
    };
  }

  /** The text as it is, whatever it holds, in a tone. */
  String of(String plain, Tone tone) {
    return tone.ansi == null ? plain : scheme.apply(plain, List.of(tone.ansi)).toString();
  }
}
