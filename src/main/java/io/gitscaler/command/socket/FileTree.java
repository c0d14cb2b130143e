package io.gitscaler.command.socket;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What lies below a policies root, so that programs find there what they find beside their policy: regular files with their
 * executable bits, and links that stay below the root. {@code .git} and what cannot be read are left out.
 *
 * @param name the same for two trees exactly when their files are the same
 * @param entries by their path below the root, with forward slashes
 */
record FileTree(String name, Map<String, Entry> entries) {
  /** What a runner takes in of one root. */
  static final int MOST_FILES = 20_000;

  static final long LARGEST = 64L << 20;

  /** A file or a link. */
  sealed interface Entry {}

  /** A regular file, which is read when it is sent. */
  record Content(Path source, boolean executable) implements Entry {}

  /** A link with its relative destination. */
  record Link(String to) implements Entry {}

  /** More than can be sent. */
  static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLargeException(String what) {
      super(what);
    }
  }

  /** Looks at a folder. */
  static FileTree of(Path root) throws IOException {
    Looking looking = new Looking(root.toRealPath());
    Files.walkFileTree(looking.root, looking);
    MessageDigest digest = sha256();
    for (Map.Entry<String, Entry> entry : looking.entries.entrySet()) {
      byte[] content =
          switch (entry.getValue()) {
            case Content file -> Files.readAllBytes(file.source());
            case Link link -> link.to().getBytes(StandardCharsets.UTF_8);
          };
      String kind =
          switch (entry.getValue()) {
            case Content file -> file.executable() ? "x" : "-";
            case Link link -> "l";
          };
      String head = entry.getKey() + '\0' + kind + content.length + '\0';
      digest.update(head.getBytes(StandardCharsets.UTF_8));
      digest.update(content);
    }
    return new FileTree(HexFormat.of().formatHex(digest.digest()), looking.entries);
  }

  private static final class Looking extends SimpleFileVisitor<Path> {
    private final Path root;
    private final Map<String, Entry> entries = new TreeMap<>();
    private long size;

    Looking(Path root) {
      this.root = root;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return folder.endsWith(".git") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (attributes.isSymbolicLink()) {
        link(file);
      } else if (attributes.isRegularFile() && Files.isReadable(file)) {
        size += attributes.size();
        if (attributes.size() > Wire.MOST_BYTES) {
          throw new TooLargeException(
              "files of more than %d MiB, such as %s"
                  .formatted(Wire.MOST_BYTES >> 20, root.relativize(file)));
        }
        add(file, new Content(file, Files.isExecutable(file)));
      }
      return FileVisitResult.CONTINUE;
    }

    private void link(Path link) throws IOException {
      Path parent = link.getParent();
      if (parent == null || !Files.exists(link) || !link.toRealPath().startsWith(root)) {
        return; // It leads nowhere, or out of the root, where nothing is sent from.
      }
      Path to = parent.resolve(Files.readSymbolicLink(link)).normalize();
      if (to.startsWith(root)) {
        String way = parent.relativize(to).toString();
        add(link, new Link(way.isEmpty() ? "." : way));
      }
    }

    private void add(Path path, Entry entry) throws TooLargeException {
      entries.put(root.relativize(path).toString(), entry);
      if (size > LARGEST) {
        throw new TooLargeException("more than " + (LARGEST >> 20) + " MiB");
      }
      if (entries.size() > MOST_FILES) {
        throw new TooLargeException("more than " + MOST_FILES + " files");
      }
    }

    /** What cannot be looked into could not be read by a program either. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      return FileVisitResult.CONTINUE;
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
