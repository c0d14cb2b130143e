package io.gitscaler.cli;

import io.gitscaler.cli.usecase.ClusterPlace;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which cluster, and where in it the state lives. */
final class ClusterOptions extends OptionGroup {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description =
          "How to reach the cluster. Default: KUBECONFIG or ~/.kube/config, else the pod's service account.")
  @Nullable Path kubeconfig;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "Context of the kubeconfig. Default: its current one.")
  @Nullable String context;

  @Option(
      names = "--cluster-name",
      paramLabel = "NAME",
      description = "What the trail calls the cluster. Default: nothing.")
  String name = "";

  @Mixin StateOptions state = new StateOptions();

  ClusterPlace place() {
    checkName("--namespace", state.namespace);
    checkName("--state-name", state.name);
    return new ClusterPlace(kubeconfig, context, name, state.namespace, state.name);
  }

  private void checkName(String flag, String given) {
    if (!NAME.matcher(given).matches()) {
      throw wrong(
          flag,
          "is \""
              + given
              + "\"; give at most 63 lower-case letters, digits and '-', with a letter or digit at both ends");
    }
  }
}
