package io.gitscaler.policyfile;

import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyProblem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads policies as {@link PolicyFileReader} does, and looks for those that are valid but most likely do not do what they say. */
public final class PolicyLint {
  private PolicyLint() {}

  /**
   * What was found.
   *
   * @param warnings of valid policies, ordered by file and line
   */
  public record Linted(LoadedPolicies loaded, List<PolicyProblem> warnings) {
    public Linted {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Looks at files and folders together, and at the manifests of targets among them.
   *
   * @param gap the longest time between two evaluations of a policy
   * @throws io.gitscaler.failure.OutsideFailure when one of the paths does not exist or cannot be read at all
   */
  public static Linted check(List<Path> filesOrFolders, Duration gap) {
    PodTemplates templates = new PodTemplates();
    Reading reading = new Reading(templates::add);
    LoadedPolicies loaded = PolicyFileReader.read(filesOrFolders, reading);
    List<PolicyProblem> warnings = new ArrayList<>();
    RhythmWarnings rhythm = new RhythmWarnings(gap);
    RequestWarnings requests = new RequestWarnings(templates);
    for (DocumentReading document : reading.documents()) {
      if (document.usable() != null) {
        Warnings found = new Warnings(document);
        BoundsWarnings.look(document, found);
        EntrypointWarnings.look(document, found);
        rhythm.look(document, found);
        requests.look(document, found);
        warnings.addAll(found.all());
      }
    }
    warnings.sort(Reading.ORDER);
    return new Linted(loaded, warnings);
  }
}
