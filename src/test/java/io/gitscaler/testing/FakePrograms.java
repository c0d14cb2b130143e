package io.gitscaler.testing;

import io.gitscaler.program.ProgramCall;
import io.gitscaler.program.ProgramRun;
import io.gitscaler.program.ProgramRunner;
import io.gitscaler.program.ProgramStep;
import io.gitscaler.program.Verbatim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Programs that answer what a test tells them to; every metric program answers 1, every evaluation 1, until told. */
public final class FakePrograms implements ProgramRunner {
  private final Map<String, String> answers = new HashMap<>();
  private final Map<String, String> failures = new HashMap<>();
  private final Map<String, Runnable> during = new HashMap<>();
  private volatile boolean stopped;
  private final List<String> calls = new ArrayList<>();
  private final List<ProgramCall> given = new ArrayList<>();

  /** The evaluate program of this policy asks for so many replicas. */
  public FakePrograms asks(String policy, int replicas) {
    return answers(policy, ProgramStep.EVALUATE, String.valueOf(replicas));
  }

  public synchronized FakePrograms answers(String policy, ProgramStep step, String answer) {
    answers.put(policy + " " + step, answer);
    return this;
  }

  public synchronized FakePrograms fails(String policy, ProgramStep step, String why) {
    failures.put(policy + " " + step, why);
    return this;
  }

  public synchronized FakePrograms works(String policy, ProgramStep step) {
    failures.remove(policy + " " + step);
    return this;
  }

  /** What happens while this program runs; it is killed where that stops all programs. */
  public synchronized FakePrograms during(String policy, ProgramStep step, Runnable then) {
    during.put(policy + " " + step, then);
    return this;
  }

  /** Another run has programs of its own. */
  void start() {
    stopped = false;
  }

  @Override
  public void stop() {
    stopped = true;
  }

  /** Every call as {@code shop/web metric web}, in order. */
  public synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  public synchronized List<ProgramCall> given() {
    return List.copyOf(given);
  }

  @Override
  public synchronized ProgramRun run(ProgramCall call) {
    given.add(call);
    calls.add(call.policy().id() + " " + call.step().field() + " " + call.resource());
    String key = call.policy().id() + " " + call.step();
    during.getOrDefault(key, () -> {}).run();
    String failure = stopped ? "was stopped because gitscaler stops" : failures.get(key);
    String answer = answers.getOrDefault(key, "1");
    return new ProgramRun(
        call.step(),
        call.resource(),
        "{}",
        answer,
        new Verbatim(answer),
        "",
        failure == null ? 0 : 1,
        Duration.ZERO,
        failure == null && call.step() == ProgramStep.EVALUATE ? Integer.valueOf(answer) : null,
        failure);
  }

  @Override
  public List<ProgramRun> runAll(List<ProgramCall> all) {
    return all.stream().map(this::run).toList();
  }
}
