package io.gitscaler.policyfile;

import io.gitscaler.policy.OwnVariables;
import io.gitscaler.policyfile.PolicyDocument.Variable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks what a policy's programs may see of the environment. */
final class VariablesConverter {
  /** Names that a program's environment sets anew, so that there is nothing to pass on. */
  private static final Set<String> MADE_ANEW = Set.of("PATH", "HOME");

  private final Binding binding;

  VariablesConverter(Binding binding) {
    this.binding = binding;
  }

  /** The values by name; null stands for the value that this process has. */
  Map<String, @Nullable String> convert(List<Variable> variables) {
    Map<String, @Nullable String> env = new LinkedHashMap<>();
    for (Variable variable : variables) {
      String name = variable.name();
      if (name == null) {
        continue;
      }
      boolean own = OwnVariables.holds(name);
      boolean passedOn = !binding.has(variable, "value");
      if (env.containsKey(name)) {
        binding.problem(variable, "name", name + " occurs twice. Keep one.");
      } else if (passedOn && own) {
        binding.problem(
            variable, "name", name + " is not passed on to programs. Remove it or give a value.");
      } else if (passedOn && MADE_ANEW.contains(name)) {
        binding.problem(
            variable, "name", name + " is made anew for programs. Remove it or give a value.");
      }
      env.put(name, variable.value());
    }
    return env;
  }
}
