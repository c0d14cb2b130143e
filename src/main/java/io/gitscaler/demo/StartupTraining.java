package io.gitscaler.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Makes the start-up cache of an installation: the real launcher does a real run on an embedded cluster, and the JVM writes
 * down which classes that took, loaded and linked. The build calls it; without the cache everything works, only slower.
 */
public final class StartupTraining {
  private static final int PATIENCE_SECONDS = 120;

  private final Path installation;
  private final Path destination;
  private final Path folder;

  private StartupTraining(Path installation, Path destination, Path folder) {
    this.installation = installation;
    this.destination = destination;
    this.folder = folder;
  }

  /**
   * Takes the installation's folder, and where the cache is to be written, which is the installation's {@code lib} unless it is for
   * a copy of the installation elsewhere; never fails, but says what went wrong.
   */
  public static void main(String[] arguments) throws IOException {
    Path installation = Path.of(arguments[0]).toAbsolutePath();
    Path destination = arguments.length == 1 ? installation.resolve("lib") : Path.of(arguments[1]);
    Path folder = Files.createTempDirectory("gitscaler-training");
    try {
      Files.createDirectories(destination);
      new StartupTraining(installation, destination, folder).perform();
    } catch (IOException | RuntimeException e) {
      System.err.println(
          "No start-up cache was made, so gitscaler will start slower: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      clear(folder);
    }
  }

  private void perform() throws IOException, InterruptedException {
    // An older one might be taken for one of these jars, whose times do not change from build to
    // build.
    Files.deleteIfExists(destination.resolve("gitscaler.aot"));
    for (Path jar : jars()) {
      UnsignedJar.replace(jar);
    }
    Path cache = folder.resolve("gitscaler.aot");
    try (EmbeddedCluster cluster = EmbeddedCluster.startEncrypted(InstantSource.system());
        DemoRepository policies = DemoRepository.create(folder.resolve("policies.git"));
        DemoRepository trail = DemoRepository.create(folder.resolve("audit.git"))) {
      cluster.deploy(new Application("shop", "checkout", 2, 500, at -> 2_000));
      cluster.deploy(new Application("shop", "mailer", 2, 100, at -> 0));
      cluster.deploy(new Application("shop", "reports", 3, 100, at -> 0));
      Path queue = Files.writeString(folder.resolve("queue"), "450\n");
      Path warehouse = Files.writeString(folder.resolve("warehouse"), "2\n");
      policies.commit(
          PolicyFiles.read(queue, warehouse), "Training", InstantSource.system().instant());
      run(cache, cluster.kubeconfig(folder.resolve("kubeconfig")));
      if (trail.log("gitscaler/audit").isEmpty()) {
        throw new IOException("the training run left no record");
      }
    }
    if (!Files.isRegularFile(cache)) {
      throw new IOException("this JVM makes none");
    }
    // Which build of the JVM it is for; the launcher compares.
    Files.copy(
        Path.of(System.getProperty("java.home"), "release"),
        destination.resolve("gitscaler.aot.release"),
        StandardCopyOption.REPLACE_EXISTING);
    Files.move(cache, destination.resolve("gitscaler.aot"), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Two passes, so that both a change and the lack of one are in it. */
  private void run(Path cache, Path kubeconfig) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(
            installation.resolve("bin/gitscaler").toString(),
            "run",
            "--policies-repo=" + folder.resolve("policies.git").toUri(),
            "--audit-repo=" + folder.resolve("audit.git").toUri(),
            "--kubeconfig=" + kubeconfig,
            "--passes=2",
            "--interval=1s",
            "--deadline=10m");
    builder.environment().put("GITSCALER_JAVA", System.getProperty("java.home"));
    builder.environment().put("GITSCALER_JAVA_OPTS", "-XX:AOTCacheOutput=" + cache);
    Process run = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    if (!run.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      run.destroyForcibly();
      throw new IOException("the training run took longer than " + PATIENCE_SECONDS + " s");
    }
    if (run.exitValue() != 0) {
      throw new IOException(
          "the training run ended with status "
              + run.exitValue()
              + "\n"
              + Files.readString(output));
    }
  }

  private List<Path> jars() throws IOException {
    try (Stream<Path> files = Files.list(installation.resolve("lib"))) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  private static void clear(Path folder) throws IOException {
    List<Path> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(all::add);
    }
    for (Path file : all) {
      Files.delete(file);
    }
  }
}
