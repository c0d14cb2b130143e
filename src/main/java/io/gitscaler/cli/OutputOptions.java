package io.gitscaler.cli;

import picocli.CommandLine.Option;

/** How the result is written to stdout. */
final class OutputOptions {
  /** Forms of a result. */
  enum Format {
    TEXT,
    JSON,
    YAML;

    @Override
    public String toString() {
      return Words.lower(this);
    }
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "text, json or yaml, on stdout. Default: text.")
  Format format = Format.TEXT;

  boolean isText() {
    return format == Format.TEXT;
  }
}
