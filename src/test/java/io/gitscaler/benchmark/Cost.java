package io.gitscaler.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What a process cost, with all that it started and waited for.
 *
 * @param cpuSeconds user and system time
 * @param megabytes the most that one of the processes held in memory at once
 */
record Cost(double wallSeconds, double cpuSeconds, double megabytes) {
  /** The kernel's own account, which Java does not give for a process that has ended. */
  private static final String ACCOUNT =
      """
      import json, resource, subprocess, sys, time
      start = time.time()
      status = subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
      wall = time.time() - start
      used = resource.getrusage(resource.RUSAGE_CHILDREN)
      json.dump([status.returncode, wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024], open(sys.argv[1], "w"))
      if status.returncode != 0:
          sys.stderr.buffer.write(status.stderr)
      """;

  /** Runs a command to its end, which must be a good one. */
  static Cost of(List<String> command, Map<String, String> environment) {
    try {
      Path account = Files.createTempFile("cost", ".json");
      try {
        List<String> all = new ArrayList<>(List.of("python3", "-c", ACCOUNT, account.toString()));
        all.addAll(command);
        ProcessBuilder process = new ProcessBuilder(all).inheritIO();
        process.environment().putAll(environment);
        process.start().waitFor();
        JsonNode found = new ObjectMapper().readTree(account.toFile());
        if (found.path(0).asInt() != 0) {
          throw new IllegalStateException(command + " ended with status " + found.path(0));
        }
        return new Cost(
            found.path(1).asDouble(), found.path(2).asDouble(), found.path(3).asDouble());
      } finally {
        Files.delete(account);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The median of each number by itself. */
  static Cost median(List<Cost> costs) {
    return new Cost(
        median(costs, Cost::wallSeconds),
        median(costs, Cost::cpuSeconds),
        median(costs, Cost::megabytes));
  }

  private static double median(List<Cost> costs, ToDoubleFunction<Cost> number) {
    return costs.stream().map(number::applyAsDouble).sorted().toList().get(costs.size() / 2);
  }
}
