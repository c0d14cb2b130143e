package io.gitscaler.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What programs may see of the environment: {@code PATH}, {@code HOME}, {@code LANG}, {@code TZ}, who they work for, and what
 * their task names. Nothing else, so no credential of gitscaler itself.
 *
 * @param own the environment of this process
 */
record ProgramEnvironment(Map<String, String> own) {
  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  ProgramEnvironment {
    own = Map.copyOf(own);
  }

  String path() {
    return own.getOrDefault("PATH", DEFAULT_PATH);
  }

  Map<String, String> of(Task task, Path home) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("PATH", path());
    variables.put("LANG", own.getOrDefault("LANG", "C.UTF-8"));
    variables.put("TZ", own.getOrDefault("TZ", "UTC"));
    variables.putAll(passedOn(task));
    task.env()
        .forEach(
            (name, value) -> {
              if (value != null) {
                variables.put(name, value);
              }
            });
    variables.put("HOME", home.toString());
    variables.put("GITSCALER_POLICY", task.policy().name());
    variables.put("GITSCALER_NAMESPACE", task.policy().namespace());
    variables.put("GITSCALER_TARGET", task.target());
    return variables;
  }

  /** What the task names and this process has. */
  private Map<String, String> passedOn(Task task) {
    Map<String, String> passed = new LinkedHashMap<>();
    task.env()
        .forEach(
            (name, fixed) -> {
              String value = own.get(name);
              if (fixed == null && value != null) {
                passed.put(name, value);
              }
            });
    return passed;
  }

  /** The values that come from this process, and the request's headers. What a policy spells out is in Git anyway. */
  Secrets secretsOf(Task task) {
    List<String> values = new ArrayList<>(passedOn(task).values());
    values.addAll(Secrets.handed(task.program()));
    return new Secrets(values);
  }
}
