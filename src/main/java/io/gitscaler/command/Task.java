package io.gitscaler.command;

import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.Program;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.program.ProgramCall;
import io.gitscaler.program.ProgramStep;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One program to run once: all that running it takes of its policy, and no more.
 *
 * @param target the policy's target as programs are told it, such as {@code Deployment/checkout}
 * @param root absolute path of the folder below which all policies lie
 * @param folder absolute path of the policy's own folder, the program's working directory; {@code root} or below it
 * @param env what the program may see of the environment: a name with a fixed value, or with null for the value that the
 *     process has which runs it
 * @param resource what the call is about: the target's or a pod's name
 * @param input the JSON that the program is given
 */
public record Task(
    PolicyId policy,
    String target,
    Path root,
    Path folder,
    Map<String, @Nullable String> env,
    ProgramStep step,
    Program program,
    String resource,
    String input) {
  public Task {
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
  }

  /**
   * The task that a call comes down to.
   *
   * @param passedOn names of variables that every program may see
   */
  static Task of(ProgramCall call, Collection<String> passedOn) {
    ScalingPolicy policy = call.policy();
    Map<String, @Nullable String> env = new LinkedHashMap<>();
    passedOn.forEach(name -> env.put(name, null));
    env.putAll(policy.env());
    return new Task(
        policy.id(),
        policy.target().toString(),
        policy.origin().root(),
        policy.origin().folder(),
        env,
        call.step(),
        call.program(),
        call.resource(),
        WireFormat.spell(call.input()));
  }

  /** A failure that names the step and the program; see {@link OutsideFailure} for the parts. */
  public OutsideFailure failure(String what, String advice) {
    return Wording.failure(this, what, advice);
  }
}
