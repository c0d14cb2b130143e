package io.gitscaler.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command understands. */
final class CommonOptions {
  /** How the log is written. */
  enum LogFormat {
    TEXT,
    JSON;

    @Override
    public String toString() {
      return Words.lower(this);
    }
  }

  /** How much is logged. */
  enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG;

    @Override
    public String toString() {
      return Words.lower(this);
    }
  }

  /** When to use colour. */
  enum Color {
    AUTO,
    ALWAYS,
    NEVER;

    @Override
    public String toString() {
      return Words.lower(this);
    }
  }

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "File of settings: YAML with a line for a flag, such as \"passes: 4\".")
  @Nullable Path config;

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      description =
          "auto, always or never. Default: auto, which is on a terminal without NO_COLOR.")
  Color color = Color.AUTO;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      description = "text or json (Elastic Common Schema), on stderr. Default: text.")
  LogFormat logFormat = LogFormat.TEXT;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      description = "error, warn, info or debug. Default: warn on a terminal, else info.")
  @Nullable LogLevel logLevel;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;
}
