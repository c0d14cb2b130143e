package io.gitscaler.demo;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
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
 * A jar whose classes the JVM keeps in a start-up cache. Two sorts it does not keep: those of a signed jar, which it checks
 * whenever it loads one, although nobody asks who signed a library that was already checked when it was fetched; and those
 * that were compiled for Java 5 or older ({@link NewerClass}).
 */
final class KeptJar {
  private static final Pattern SIGNATURE =
      Pattern.compile("META-INF/(?:SIG-[^/]*|[^/]+\\.(?:SF|RSA|DSA|EC))");

  private KeptJar() {}

  /**
   * Replaces the file by one of which all classes are kept, where they are not already; its time stays.
   *
   * @param all jars beside which its classes will be loaded
   */
  static void replace(Path file, List<Path> all) throws IOException {
    Path kept = file.resolveSibling(file.getFileName() + ".kept");
    try (JarFile jar = new JarFile(file.toFile(), false);
        URLClassLoader classes = loader(all)) {
      boolean signed = jar.stream().anyMatch(KeptJar::isSignature);
      boolean old = isOld(jar);
      if (!signed && !old) {
        return;
      }
      NewerClass newer = new NewerClass(classes);
      try (OutputStream out = Files.newOutputStream(kept);
          JarOutputStream copy = new JarOutputStream(out, manifest(jar))) {
        for (JarEntry entry : jar.stream().filter(KeptJar::isCopied).toList()) {
          JarEntry fresh = new JarEntry(entry.getName());
          fresh.setTime(entry.getTime());
          copy.putNextEntry(fresh);
          try (InputStream content = jar.getInputStream(entry)) {
            byte[] bytes = content.readAllBytes();
            copy.write(old && isClass(entry) ? newer.of(bytes) : bytes);
          }
        }
      }
    }
    Files.setLastModifiedTime(kept, Files.getLastModifiedTime(file));
    Files.move(kept, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The manifest without the sections of single files, which are their digests. */
  private static Manifest manifest(JarFile jar) throws IOException {
    Manifest manifest = jar.getManifest();
    if (manifest == null) {
      return new Manifest();
    }
    manifest.getEntries().clear();
    return manifest;
  }

  /** Told by the first class: the classes of a jar were compiled together. */
  private static boolean isOld(JarFile jar) throws IOException {
    JarEntry first = jar.stream().filter(KeptJar::isClass).findFirst().orElse(null);
    if (first == null) {
      return false;
    }
    try (DataInputStream in = new DataInputStream(jar.getInputStream(first))) {
      in.skipNBytes(6);
      return NewerClass.isOld(in.readUnsignedShort());
    }
  }

  private static boolean isCopied(JarEntry entry) {
    return !isSignature(entry) && !entry.getName().equals(JarFile.MANIFEST_NAME);
  }

  /** The description of a module is compiled for a Java that has modules. */
  private static boolean isClass(JarEntry entry) {
    return entry.getName().endsWith(".class") && !entry.getName().endsWith("module-info.class");
  }

  private static boolean isSignature(JarEntry entry) {
    return SIGNATURE.matcher(entry.getName()).matches();
  }

  private static URLClassLoader loader(List<Path> jars) throws MalformedURLException {
    URL[] urls = new URL[jars.size()];
    for (int jar = 0; jar < urls.length; jar++) {
      urls[jar] = jars.get(jar).toUri().toURL();
    }
    return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
  }
}
