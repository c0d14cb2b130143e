package io.gitscaler.policyfile;

import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.PolicyProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong in one document, in the order of its lines; past a limit only that there is more. */
final class Complaints {
  private static final int LIMIT = 50;

  private final List<Complaint> complaints = new ArrayList<>();

  private record Complaint(Place place, String field, String message) {}

  void add(Place place, String field, String message) {
    if (complaints.size() < LIMIT) {
      complaints.add(new Complaint(place, field, message));
    } else if (complaints.size() == LIMIT) {
      complaints.add(
          new Complaint(place, "", "The document has more problems. Correct the others first."));
    }
  }

  boolean isEmpty() {
    return complaints.isEmpty();
  }

  /** Forgets what is wrong with other fields than these. */
  void retain(Set<String> fields) {
    complaints.removeIf(complaint -> !fields.contains(complaint.field()));
  }

  /**
   * All of them as problems of a policy.
   *
   * @param fileOf which file a place is in
   */
  List<PolicyProblem> problems(Function<Place, String> fileOf, @Nullable PolicyId policy) {
    return complaints.stream()
        .map(
            complaint ->
                new PolicyProblem(
                    fileOf.apply(complaint.place()),
                    complaint.place().line(),
                    complaint.place().column(),
                    complaint.field(),
                    complaint.message(),
                    policy))
        .toList();
  }
}
