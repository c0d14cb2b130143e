package io.gitscaler.policyfile;

import io.gitscaler.policy.PolicyProblem;
import java.util.ArrayList;
import java.util.List;

/** What is doubtful in one document. */
final class Warnings {
  private final DocumentReading document;
  private final List<PolicyProblem> all = new ArrayList<>();

  Warnings(DocumentReading document) {
    this.document = document;
  }

  /** Warns of a field's value; of the whole part where the field is absent. */
  void add(Record part, String field, String message) {
    Binding.Spot spot = document.binding().spot(part, field);
    Place place = spot.place();
    all.add(
        new PolicyProblem(
            document.file().name(),
            place.line(),
            place.column(),
            spot.path(),
            message,
            document.id()));
  }

  List<PolicyProblem> all() {
    return all;
  }
}
