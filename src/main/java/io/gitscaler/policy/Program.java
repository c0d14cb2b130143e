package io.gitscaler.policy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A team's program as its policy describes it, field for field as in the Custom Pod Autoscaler. */
public sealed interface Program {
  /** After this long the program is killed, or its request given up. */
  Duration timeout();

  /**
   * A process: JSON on stdin, the answer on stdout.
   *
   * @param entrypoint what to start, such as {@code python3}; looked up on the PATH
   * @param command its arguments; relative paths are relative to the policy's folder
   * @param logStderr whether stderr goes to the log of a successful run, too
   */
  record Shell(Duration timeout, String entrypoint, List<String> command, boolean logStderr)
      implements Program {
    public Shell {
      command = List.copyOf(command);
    }
  }

  /**
   * A request: JSON in the body or in the query parameter {@code value}, the answer in the response's body.
   *
   * @param successCodes statuses that mean success; at least one
   * @param caCert file with the certificates to trust instead of the machine's, or null
   * @param clientCert file with a certificate to show, together with {@code clientKey}, or null
   */
  record Http(
      Duration timeout,
      String method,
      String url,
      List<Integer> successCodes,
      ParameterMode parameterMode,
      Map<String, String> headers,
      @Nullable String caCert,
      @Nullable String clientCert,
      @Nullable String clientKey)
      implements Program {
    public Http {
      successCodes = List.copyOf(successCodes);
      headers = Map.copyOf(headers);
    }
  }

  /** Where an HTTP program finds its JSON. */
  enum ParameterMode {
    BODY,
    QUERY
  }
}
