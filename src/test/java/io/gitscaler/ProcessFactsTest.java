package io.gitscaler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By what name others can see whether a run is over. */
class ProcessFactsTest {
  private static final String SERVER = "KUBERNETES_SERVICE_HOST";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
          on a laptop,                                 ,      laptop,        ,  , process/laptop/
          in a pod,                                    10.0.0.1, gitscaler-29123-x7k, , , pod/gitscaler/gitscaler-29123-x7k/r
          in a pod that knows its name,                10.0.0.1, host, gitscaler-29123-x7k, , pod/gitscaler/gitscaler-29123-x7k/r
          in an Indexed Job that names its pods,       10.0.0.1, gitscaler-29123-5, gitscaler-29123-5-x7k, 5, pod/gitscaler/gitscaler-29123-5-x7k/r
          in an Indexed Job that does not,             10.0.0.1, gitscaler-29123-5, , 5, process/gitscaler-29123-5/
          where the pod's name is cut to be the host's, 10.0.0.1, a23456789012345678901234567890123456789012345678901234567890123, , , process/a2345
          """)
  void aRunSignsAsAPodOnlyWhereThatIsThePodsName(
      String where,
      @Nullable String server,
      @Nullable String host,
      @Nullable String pod,
      @Nullable String index,
      String signature) {
    Map<String, String> environment = new HashMap<>();
    put(environment, SERVER, server);
    put(environment, "HOSTNAME", host);
    put(environment, "POD_NAME", pod);
    put(environment, "JOB_COMPLETION_INDEX", index);

    assertThat(ProcessFacts.of(environment).holder("gitscaler", "r").identity())
        .startsWith(signature);
  }

  private static void put(Map<String, String> environment, String name, @Nullable String value) {
    if (value != null) {
      environment.put(name, value);
    }
  }
}
