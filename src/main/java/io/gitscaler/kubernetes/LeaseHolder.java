package io.gitscaler.kubernetes;

import java.util.Optional;

/**
 * Who holds the Lease, as its {@code holderIdentity} says it: {@code pod/NAMESPACE/NAME/RUN} for a run in a pod, whose end
 * others can see, and {@code process/HOST/PID/RUN} for any other. The run makes it unique, so that two runs in one pod are
 * two holders.
 */
public record LeaseHolder(String identity) {
  private static final String POD = "pod";

  /** A run in a pod. */
  public static LeaseHolder pod(String namespace, String name, String run) {
    return new LeaseHolder(String.join("/", POD, namespace, name, run));
  }

  /** A run on a person's machine, or in a pod that does not know its name. */
  public static LeaseHolder process(String host, long pid, String run) {
    return new LeaseHolder(String.join("/", "process", host, String.valueOf(pid), run));
  }

  /** Where to look for it. */
  record Pod(String namespace, String name) {}

  /** Empty where it is not a pod. */
  Optional<Pod> pod() {
    String[] parts = identity.split("/", 4);
    return parts.length == 4 && parts[0].equals(POD)
        ? Optional.of(new Pod(parts[1], parts[2]))
        : Optional.empty();
  }

  /** For people: {@code run 20261122T090000Z-7f3a in pod gitscaler/gitscaler-29123}. */
  @Override
  public String toString() {
    String[] parts = identity.split("/", 4);
    if (parts.length < 4) {
      return identity;
    }
    return parts[0].equals(POD)
        ? "run " + parts[3] + " in pod " + parts[1] + "/" + parts[2]
        : "run " + parts[3] + " on " + parts[1] + " as process " + parts[2];
  }
}
