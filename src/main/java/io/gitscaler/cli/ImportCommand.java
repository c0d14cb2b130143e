package io.gitscaler.cli;

import io.gitscaler.cli.usecase.ConvertedPolicies;
import io.gitscaler.cli.usecase.ImportRequest;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gitscaler import}. */
@Command(
    description = {
      "",
      "Reads HorizontalPodAutoscalers of every version, and CustomPodAutoscalers with the config.yaml"
          + " beside them. Prints policies; what could not be carried over is in their comments and on"
          + " stderr.",
    },
    footer = {
      "Example, everything of a cluster:",
      "  kubectl get hpa --all-namespaces -o yaml | gitscaler import /dev/stdin > policies.yaml",
      "",
      "Example, from a repository:",
      "  gitscaler import shop/*.yaml -n shop > shop/policies.yaml",
    })
final class ImportCommand extends GitscalerCommand {
  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Manifests, as YAML or JSON.")
  List<Path> files = List.of();

  @Option(
      names = {"-n", "--namespace", "--target-namespace"},
      paramLabel = "NAME",
      description = "Namespace of the manifests that name none. Without it they are a problem.")
  @Nullable String namespace;

  ImportCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode execute(Session session) {
    ConvertedPolicies converted =
        session.useCases().importManifests(new ImportRequest(files, namespace));
    ExitCode exit = ConversionPrinter.print(converted, session);
    if (converted.policies().isEmpty() && converted.problems().isEmpty()) {
      session
          .stderr()
          .println(
              "gitscaler: there is no HorizontalPodAutoscaler and no CustomPodAutoscaler in these"
                  + " files.");
      return ExitCode.INVALID;
    }
    if (!converted.policies().isEmpty()) {
      session
          .stderr()
          .println(
              "Two autoscalers must not scale one target: delete the old one when its policy takes"
                  + " over.");
    }
    return exit;
  }
}
