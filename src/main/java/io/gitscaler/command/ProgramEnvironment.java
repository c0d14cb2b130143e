package io.gitscaler.command;

import io.gitscaler.policy.Program;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.program.ProgramCall;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What programs may see of the environment: {@code PATH}, {@code HOME}, {@code LANG}, {@code TZ}, who they work for, what
 * their policy's {@code env} names, and what the operator passes on. Nothing else, so no credential of gitscaler itself.
 *
 * @param own the environment of this process
 * @param passedOn names of variables that every program may see
 */
public record ProgramEnvironment(Map<String, String> own, Collection<String> passedOn) {
  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  public ProgramEnvironment {
    own = Map.copyOf(own);
    passedOn = List.copyOf(passedOn);
  }

  String path() {
    return own.getOrDefault("PATH", DEFAULT_PATH);
  }

  Map<String, String> of(ProgramCall call, Path home) {
    ScalingPolicy policy = call.policy();
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("PATH", path());
    variables.put("LANG", own.getOrDefault("LANG", "C.UTF-8"));
    variables.put("TZ", own.getOrDefault("TZ", "UTC"));
    for (String name : passedOn) {
      passOn(name, variables);
    }
    policy
        .env()
        .forEach(
            (name, value) -> {
              if (value == null) {
                passOn(name, variables);
              } else {
                variables.put(name, value);
              }
            });
    variables.put("HOME", home.toString());
    variables.put("GITSCALER_POLICY", policy.id().name());
    variables.put("GITSCALER_NAMESPACE", policy.id().namespace());
    variables.put("GITSCALER_TARGET", policy.target().toString());
    return variables;
  }

  private void passOn(String name, Map<String, String> variables) {
    String value = own.get(name);
    if (value != null) {
      variables.put(name, value);
    }
  }

  /** The values that come from this process, and the request's headers. What a policy spells out is in Git anyway. */
  Secrets secretsOf(ProgramCall call) {
    Map<String, String> passed = new LinkedHashMap<>();
    passedOn.forEach(name -> passOn(name, passed));
    call.policy()
        .env()
        .forEach(
            (name, value) -> {
              if (value == null) {
                passOn(name, passed);
              }
            });
    List<String> values = new ArrayList<>(passed.values());
    if (call.program() instanceof Program.Http http) {
      values.addAll(http.headers().values());
    }
    return new Secrets(values);
  }
}
