package io.gitscaler.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/**
 * A jar without its signature. The JVM keeps no class of a signed jar in a start-up cache, and without a cache it checks each
 * such class when it loads it; nobody asks who signed a library that was already checked when it was fetched.
 */
final class UnsignedJar {
  private static final Pattern SIGNATURE =
      Pattern.compile("META-INF/(?:SIG-[^/]*|[^/]+\\.(?:SF|RSA|DSA|EC))");

  private UnsignedJar() {}

  /** Replaces the file by one without signature where it has one; its time stays. */
  static void replace(Path file) throws IOException {
    Path unsigned = file.resolveSibling(file.getFileName() + ".unsigned");
    try (JarFile jar = new JarFile(file.toFile(), false)) {
      Manifest manifest = jar.getManifest();
      if (manifest == null || jar.stream().noneMatch(UnsignedJar::isSignature)) {
        return;
      }
      // The sections of single files are their digests.
      manifest.getEntries().clear();
      List<JarEntry> kept =
          jar.stream()
              .filter(
                  entry -> !isSignature(entry) && !entry.getName().equals(JarFile.MANIFEST_NAME))
              .toList();
      try (OutputStream out = Files.newOutputStream(unsigned);
          JarOutputStream copy = new JarOutputStream(out, manifest)) {
        for (JarEntry entry : kept) {
          JarEntry fresh = new JarEntry(entry.getName());
          fresh.setTime(entry.getTime());
          copy.putNextEntry(fresh);
          try (InputStream content = jar.getInputStream(entry)) {
            content.transferTo(copy);
          }
        }
      }
    }
    Files.setLastModifiedTime(unsigned, Files.getLastModifiedTime(file));
    Files.move(unsigned, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean isSignature(JarEntry entry) {
    return SIGNATURE.matcher(entry.getName()).matches();
  }
}
