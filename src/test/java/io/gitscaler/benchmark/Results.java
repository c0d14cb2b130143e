package io.gitscaler.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table: printed line by line as it grows, kept as JSON, and compared with an earlier one's. */
final class Results {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final String LINE = "%-38s %4s %7s %7s %7s %9s %8s  %s%n";

  private final PrintStream out;
  private final List<Measured> lines = new ArrayList<>();

  Results(PrintStream out) {
    this.out = out;
  }

  void heading(String about) {
    out.println(about);
    out.printf(
        LINE,
        "what",
        "runs",
        "wall s",
        "CPU s",
        "peak MB",
        "server s",
        "recv MB",
        "requests; held against");
  }

  void add(Measured line) {
    lines.add(line);
    out.printf(
        LINE,
        line.what(),
        line.runs(),
        number(line.cost().wallSeconds()),
        number(line.cost().cpuSeconds()),
        "%.0f".formatted(line.cost().megabytes()),
        number(line.serverCpuSeconds()),
        "%.1f".formatted(line.received()),
        (line.requests().isEmpty() ? "" : line.requests())
            + (line.budget().isEmpty() ? "" : "; %.2f %s".formatted(line.ratio(), line.budget())));
  }

  void write(Path file) throws IOException {
    JSON.writeValue(file.toFile(), lines);
    out.println("written to " + file);
  }

  /** Prints each line's numbers as multiples of those of an earlier run. */
  void compare(Path earlier) throws IOException {
    JsonNode before = JSON.readTree(earlier.toFile());
    out.println("this run as a multiple of " + earlier);
    for (Measured line : lines) {
      for (JsonNode one : before) {
        if (one.path("what").asText().equals(line.what())) {
          JsonNode cost = one.path("cost");
          out.printf(
              LINE,
              line.what(),
              "",
              ratio(line.cost().wallSeconds(), cost.path("wallSeconds")),
              ratio(line.cost().cpuSeconds(), cost.path("cpuSeconds")),
              ratio(line.cost().megabytes(), cost.path("megabytes")),
              ratio(line.serverCpuSeconds(), one.path("serverCpuSeconds")),
              ratio(line.received(), one.path("received")),
              "");
        }
      }
    }
  }

  private static String ratio(double now, JsonNode before) {
    return before.asDouble() == 0 ? "" : number(now / before.asDouble());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
