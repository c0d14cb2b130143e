package io.gitscaler;

import io.gitscaler.kubernetes.LeaseHolder;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What this process is called.
 *
 * @param instance the pod's name where it is known; elsewhere the host's
 * @param pod the name of the pod that the process runs in; null where there is none, or it is not told. The host is no
 *     substitute: an Indexed Job, {@code hostname} and {@code hostNetwork} give it another name
 * @param version of gitscaler
 */
record ProcessFacts(String instance, @Nullable String pod, String version) {
  private static final DateTimeFormatter TO_THE_SECOND =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  static ProcessFacts of(Map<String, String> environment) {
    String version = Gitscaler.class.getPackage().getImplementationVersion();
    String pod = environment.getOrDefault("POD_NAME", "");
    String host = environment.getOrDefault("HOSTNAME", "");
    String name = pod.isEmpty() ? host : pod;
    return new ProcessFacts(
        name.isEmpty() ? localHost() : name,
        pod.isEmpty() ? null : pod,
        version == null ? "unpackaged" : version);
  }

  /**
   * How a run of this process signs the Lease: as a pod only where whoever wants the Lease finds that pod, for a pod that is not
   * found counts as dead.
   *
   * @param podNamespace of the pod by whose service account the cluster is reached; null where it is reached otherwise, and may be
   *     another cluster than the pod's
   */
  LeaseHolder holder(@Nullable String podNamespace, String run) {
    return pod != null && podNamespace != null
        ? LeaseHolder.pod(podNamespace, pod, run)
        : LeaseHolder.process(instance, ProcessHandle.current().pid(), run);
  }

  /** An id that sorts by time and that two runs do not share. */
  String runId(Instant started) {
    return TO_THE_SECOND.format(started)
        + "-"
        + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt()).substring(0, 6);
  }

  private static String localHost() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
