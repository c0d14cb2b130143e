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
  private static final int LONGEST_HOST = 63;
  private static final DateTimeFormatter TO_THE_SECOND =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  static ProcessFacts of(Map<String, String> environment) {
    String version = Gitscaler.class.getPackage().getImplementationVersion();
    String pod = environment.getOrDefault("POD_NAME", "");
    String host = environment.getOrDefault("HOSTNAME", "");
    String name = pod.isEmpty() ? host : pod;
    return new ProcessFacts(
        name.isEmpty() ? localHost() : name,
        !pod.isEmpty() || isPodName(host, environment),
        version == null ? "unpackaged" : version);
  }

  /** A pod's host has its name; but one of an Indexed Job leaves out what makes the pod's name unique, and a long name is cut. */
  private static boolean isPodName(String host, Map<String, String> environment) {
    return environment.containsKey("KUBERNETES_SERVICE_HOST")
        && !environment.containsKey("JOB_COMPLETION_INDEX")
        && !host.isEmpty()
        && host.length() < LONGEST_HOST;
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
