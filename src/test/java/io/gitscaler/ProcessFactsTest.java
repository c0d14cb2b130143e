package io.gitscaler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By what name others can see whether a run is over. */
class ProcessFactsTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
          on a laptop,                                                    laptop,            ,                      ,    process/laptop/
          in a pod that is told its name,                                 host,              gitscaler-29123-x7k,   ops, pod/ops/gitscaler-29123-x7k/r
          in a pod of an Indexed Job,                                     gitscaler-29123-5, gitscaler-29123-5-x7k, ops, pod/ops/gitscaler-29123-5-x7k/r
          in a pod that only has a host,                                  gitscaler-29123-5, ,                      ops, process/gitscaler-29123-5/
          in a pod that reaches perhaps another cluster by a kubeconfig,  host,              toolbox-0,             ,    process/toolbox-0/
          """)
  void aRunSignsAsAPodOnlyWhereOthersFindThatPod(
      String where,
      @Nullable String host,
      @Nullable String pod,
      @Nullable String podNamespace,
      String signature) {
    Map<String, String> environment = new HashMap<>();
    put(environment, "KUBERNETES_SERVICE_HOST", "10.0.0.1");
    put(environment, "HOSTNAME", host);
    put(environment, "POD_NAME", pod);

    assertThat(ProcessFacts.of(environment).holder(podNamespace, "r").identity())
        .startsWith(signature);
  }

  private static void put(Map<String, String> environment, String name, @Nullable String value) {
    if (value != null) {
      environment.put(name, value);
    }
  }
}
