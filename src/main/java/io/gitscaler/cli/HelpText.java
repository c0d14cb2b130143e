package io.gitscaler.cli;

import io.gitscaler.cli.CommonOptions.Color;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Where picocli's own texts, help and version, go, and how they look. */
final class HelpText {
  private static final int WIDTH = 100;

  private HelpText() {}

  static void write(CommandLine root, Surroundings surroundings) {
    boolean colored =
        Style.isColored(Color.AUTO, surroundings.terminal().out(), surroundings.environment());
    root.setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8));
    root.setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8));
    root.setColorScheme(CommandLine.Help.defaultColorScheme(colored ? Ansi.ON : Ansi.OFF));
    root.setUsageHelpWidth(WIDTH);
  }
}
