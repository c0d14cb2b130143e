package io.gitscaler.policyfile;

/** A file that cannot be read at all. The message is what its {@link io.gitscaler.policy.PolicyProblem} says. */
final class UnreadableFile extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Place place;

  UnreadableFile(Place place, String message) {
    super(message, null, false, false);
    this.place = place;
  }

  Place place() {
    return place;
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
