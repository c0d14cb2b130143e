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

/**
 * What this process is called.
 *
 * @param instance the pod's name inside a cluster; elsewhere the host's
 * @param pod whether the process runs in a pod, so that others can see when it is gone
 * @param version of gitscaler
 */
record ProcessFacts(String instance, boolean pod, String version) {
  private static final DateTimeFormatter TO_THE_SECOND =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  static ProcessFacts of(Map<String, String> environment) {
    String version = Gitscaler.class.getPackage().getImplementationVersion();
    String host = environment.getOrDefault("HOSTNAME", "");
    boolean pod = environment.containsKey("KUBERNETES_SERVICE_HOST") && !host.isEmpty();
    return new ProcessFacts(
        host.isEmpty() ? localHost() : host, pod, version == null ? "unpackaged" : version);
  }

  /**
   * How a run of this process signs the Lease.
   *
   * @param namespace of the pod, where this is one
   */
  LeaseHolder holder(String namespace, String run) {
    return pod
        ? LeaseHolder.pod(namespace, instance, run)
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
