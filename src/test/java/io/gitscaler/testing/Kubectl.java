package io.gitscaler.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The kubectl beside the programs of the {@link ControlPlane}, as its administrator.
 *
 * @param folder of the test, for kubectl's caches
 */
public record Kubectl(Path program, Path kubeconfig, Path folder) {
  static Kubectl of(Path program, Path kubeconfig, Path folder) {
    if (!Files.isExecutable(program)) {
      throw new IllegalStateException(program + " is not there; envtest's folder has it");
    }
    return new Kubectl(program, kubeconfig, folder);
  }

  /** What a command printed to stdout, whatever it ended with; what it has to complain about is in the test's own output. */
  public String print(String... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    try {
      Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
      process.getOutputStream().close();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
