package io.gitscaler.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Jars whose classes the JVM would not keep in a start-up cache. */
class KeptJarTest {
  private static final FileTime TIME = FileTime.from(Instant.parse("2026-01-02T03:04:05Z"));

  @TempDir Path folder;

  @Test
  void everyClassOfAnOldJarIsMadeNewerAndPassesTheVerifier() throws Exception {
    Path jar = Files.copy(picocli(), folder.resolve("picocli.jar"));
    Files.setLastModifiedTime(jar, TIME);
    assertThat(versions(jar)).containsOnly(49);

    KeptJar.replace(jar, List.of(jar));

    assertThat(versions(jar)).hasSizeGreaterThan(100).containsOnly(52);
    assertThat(Files.getLastModifiedTime(jar)).isEqualTo(TIME);
    try (JarFile entries = new JarFile(jar.toFile());
        URLClassLoader loader =
            new URLClassLoader(
                new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      for (JarEntry entry : classes(entries)) {
        String name = entry.getName().replace(".class", "").replace('/', '.');
        assertThat(Class.forName(name, true, loader).getClassLoader()).isSameAs(loader);
      }
    }
  }

  @Test
  void aSignatureIsTakenOutAndAllElseStays() throws Exception {
    Path jar = folder.resolve("signed.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Made-By", "somebody");
    manifest.getEntries().put("text", new Attributes());
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest)) {
      for (String name : List.of("META-INF/SOMEBODY.SF", "META-INF/SOMEBODY.RSA", "text")) {
        entries.putNextEntry(new JarEntry(name));
        entries.write(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }
    }
    Files.setLastModifiedTime(jar, TIME);

    KeptJar.replace(jar, List.of(jar));

    try (JarFile kept = new JarFile(jar.toFile())) {
      assertThat(kept.stream().map(JarEntry::getName))
          .containsExactlyInAnyOrder("META-INF/MANIFEST.MF", "text");
      assertThat(kept.getInputStream(kept.getEntry("text"))).hasContent("text");
      assertThat(kept.getManifest().getMainAttributes().getValue("Made-By")).isEqualTo("somebody");
      assertThat(kept.getManifest().getEntries()).isEmpty();
    }
    assertThat(Files.getLastModifiedTime(jar)).isEqualTo(TIME);
  }

  @Test
  void aJarThatIsKeptAlreadyIsLeftAsItIs() throws Exception {
    Path jar = Files.copy(where(Test.class), folder.resolve("new.jar"));
    byte[] before = Files.readAllBytes(jar);

    KeptJar.replace(jar, List.of(jar));

    assertThat(jar).hasBinaryContent(before);
  }

  private static Path picocli() throws URISyntaxException {
    return where(CommandLine.class);
  }

  private static Path where(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static List<Integer> versions(Path jar) throws IOException {
    try (JarFile entries = new JarFile(jar.toFile())) {
      List<Integer> versions = new java.util.ArrayList<>();
      for (JarEntry entry : classes(entries)) {
        try (DataInputStream in = new DataInputStream(entries.getInputStream(entry))) {
          in.skipNBytes(6);
          versions.add(in.readUnsignedShort());
        }
      }
      return versions;
    }
  }

  private static List<JarEntry> classes(JarFile jar) {
    return jar.stream()
        .filter(entry -> entry.getName().endsWith(".class"))
        .filter(entry -> !entry.getName().contains("module-info"))
        .toList();
  }
}
