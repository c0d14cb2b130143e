package io.gitscaler.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Makes the start-up cache of an installation: the real launcher does a real run on an embedded cluster, and the JVM writes
 * down which classes that took, loaded and linked. What is written down is a run as most are, with state from an earlier one,
 * repositories on https, a token, and HTTP/2 to the API server: a class that only other runs need is loaded the slow way. The
 * build calls it; without the cache everything works, only slower.
 */
public final class StartupTraining {
  private static final int PATIENCE_SECONDS = 120;
  private static final String TRAIL = "gitscaler/audit";

  /** Of a store that holds a certificate of a minute's life. */
  private static final String PASSWORD = "training";

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
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      System.err.println(
          "No start-up cache was made, so gitscaler will start slower: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      clear(folder);
    }
  }

  private void perform() throws IOException, GeneralSecurityException, InterruptedException {
    // An older one might be taken for one of these jars, whose times do not change from build to
    // build.
    Files.deleteIfExists(destination.resolve("gitscaler.aot"));
    List<Path> jars = jars();
    for (Path jar : jars) {
      KeptJar.replace(jar, jars);
    }
    Path cache = folder.resolve("gitscaler.aot");
    AtomicLong load = new AtomicLong(1_500);
    try (EmbeddedCluster cluster = EmbeddedCluster.start(InstantSource.system());
        EncryptedFront front = EncryptedFront.start(cluster.url());
        DemoRepository policies = DemoRepository.create(folder.resolve("policies.git"));
        DemoRepository trail = DemoRepository.create(folder.resolve("audit.git"));
        RepositoryServer git =
            RepositoryServer.start(
                Map.of("policies", policies.repository(), "audit", trail.repository()))) {
      cluster.deploy(new Application("shop", "checkout", 2, 500, at -> load.get()));
      cluster.deploy(new Application("shop", "mailer", 2, 100, at -> 0));
      cluster.deploy(new Application("shop", "reports", 3, 100, at -> 0));
      Path queue = Files.writeString(folder.resolve("queue"), "450\n");
      Path warehouse = Files.writeString(folder.resolve("warehouse"), "2\n");
      policies.commit(
          PolicyFiles.read(queue, warehouse), "Training", InstantSource.system().instant());
      front.kubeconfig(folder.resolve("kubeconfig"));
      git.trustStore(folder.resolve("trust.p12"), PASSWORD.toCharArray());
      run(git, "");
      int before = trail.log(TRAIL).size();
      load.set(3_000);
      run(git, " -XX:AOTCacheOutput=" + cache);
      if (before == 0 || trail.log(TRAIL).size() == before) {
        throw new IOException("a training run left no record");
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
  private void run(RepositoryServer git, String option) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(
            installation.resolve("bin/gitscaler").toString(),
            "run",
            "--policies-repo=" + git.url("policies"),
            "--audit-repo=" + git.url("audit"),
            "--kubeconfig=" + folder.resolve("kubeconfig"),
            "--passes=2",
            "--interval=1s",
            "--deadline=10m");
    builder
        .environment()
        .putAll(
            Map.of(
                "GITSCALER_GIT_USERNAME",
                RepositoryServer.USER,
                "GITSCALER_GIT_TOKEN",
                RepositoryServer.TOKEN,
                "GITSCALER_JAVA",
                System.getProperty("java.home"),
                "GITSCALER_JAVA_OPTS",
                "-Djavax.net.ssl.trustStore="
                    + folder.resolve("trust.p12")
                    + " -Djavax.net.ssl.trustStorePassword="
                    + PASSWORD
                    + option));
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
