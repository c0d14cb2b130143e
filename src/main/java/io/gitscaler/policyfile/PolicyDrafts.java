package io.gitscaler.policyfile;

import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.PolicyProblem;
import io.gitscaler.policy.ScalingPolicy;
import java.util.ArrayList;
import java.util.List;

/** Checks drafts as strictly as files, and writes those that are right. */
public final class PolicyDrafts {
  private PolicyDrafts() {}

  /**
   * A draft that can be used.
   *
   * @param text the YAML document, with its remarks as comments in front
   */
  public record Written(PolicyId id, PolicyDraft draft, String text) {}

  /**
   * What became of drafts.
   *
   * @param policies those that can be used, in the order of the drafts
   * @param problems everything that is wrong with the others
   */
  public record Outcome(List<Written> policies, List<PolicyProblem> problems) {
    public Outcome {
      policies = List.copyOf(policies);
      problems = List.copyOf(problems);
    }
  }

  /** Looks at all together: two for one target are a problem of both. */
  public static Outcome write(List<PolicyDraft> drafts) {
    List<DocumentReading> readings = drafts.stream().map(PolicyDrafts::read).toList();
    Duplicates.stop(readings);
    List<Written> policies = new ArrayList<>();
    List<PolicyProblem> problems = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      PolicyDraft draft = drafts.get(i);
      DocumentReading reading = readings.get(i);
      ScalingPolicy policy = reading.usable();
      if (policy != null) {
        policies.add(new Written(policy.id(), draft, text(draft)));
      }
      problems.addAll(reading.binding().complaints().problems(draft.fileOf(), reading.id()));
    }
    return new Outcome(policies, problems);
  }

  private static DocumentReading read(PolicyDraft draft) {
    PolicyFile file =
        new PolicyFile(
            draft.file(),
            draft.folder().resolve("policy.yaml"),
            draft.folder(),
            PolicyFileReader.checkoutRoot(draft.folder()));
    DocumentReading reading = DocumentReading.of(draft.policy(), file);
    draft
        .faults()
        .forEach(
            fault ->
                reading.binding().complaints().add(fault.place(), fault.field(), fault.message()));
    return reading;
  }

  private static String text(PolicyDraft draft) {
    StringBuilder text = new StringBuilder();
    comment(text, "# ", "From " + draft.origin() + ".");
    draft.remarks().forEach(remark -> comment(text, "# - ", remark));
    return text.append(YamlText.of(draft.policy())).toString();
  }

  private static void comment(StringBuilder text, String start, String sentence) {
    text.append(start).append(Wording.clean(sentence)).append('\n');
  }
}
