package io.gitscaler.policyfile;

import io.gitscaler.policy.PolicyArchive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A folder as a zip file: regular files with their executable bits, and links that stay below it. What lies in {@code .git} is
 * left out.
 */
final class PackedFolder {
  /** How large all files together may be before they are packed, so that nothing fills a disk or the memory. */
  private static final long LARGEST_CONTENT = 16L * 1024 * 1024;

  private final String id;
  private final byte[] zip;

  private PackedFolder(String id, byte[] zip) {
    this.id = id;
    this.zip = zip;
  }

  /** The same for two folders exactly when their files are the same. */
  String id() {
    return id;
  }

  byte[] zip() {
    return zip;
  }

  /** Files that are too large to be kept. */
  static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLargeException(String what, long is, long most) {
      super(what + " have " + (is + 1023) / 1024 + " KiB; " + most / 1024 + " KiB fit");
    }
  }

  /** Packs what lies in a folder; {@code scratch} is an existing folder for a file that is gone afterwards. */
  static PackedFolder pack(Path folder, Path scratch) throws IOException {
    Contents contents = Contents.of(folder.toRealPath());
    Path zip = scratch.resolve("packed.zip");
    try {
      MessageDigest digest = sha256();
      try (FileSystem packed =
          FileSystems.newFileSystem(
              zip, Map.of("create", "true", "enablePosixFileAttributes", "true"))) {
        for (Map.Entry<String, Path> file : contents.files.entrySet()) {
          byte[] content = Files.readAllBytes(file.getValue());
          boolean executable = Files.isExecutable(file.getValue());
          String head = file.getKey() + '\0' + (executable ? 'x' : '-') + content.length + '\0';
          digest.update(head.getBytes(StandardCharsets.UTF_8));
          digest.update(content);
          Path copy = packed.getPath("/", file.getKey());
          Path parent = copy.getParent();
          if (parent != null) {
            Files.createDirectories(parent);
          }
          Files.write(copy, content);
          permit(copy, executable);
        }
        for (Map.Entry<String, String> link : contents.links.entrySet()) {
          String text = link.getKey() + "\0l" + link.getValue() + '\0';
          digest.update(text.getBytes(StandardCharsets.UTF_8));
        }
        new PackedLinks(contents.links).write(packed);
      }
      byte[] bytes = Files.readAllBytes(zip);
      if (bytes.length > PolicyArchive.LARGEST) {
        throw new TooLargeException("packed, they", bytes.length, PolicyArchive.LARGEST);
      }
      return new PackedFolder(HexFormat.of().formatHex(digest.digest()), bytes);
    } finally {
      Files.deleteIfExists(zip);
    }
  }

  /** What is packed of a folder, by its path. */
  private static final class Contents extends SimpleFileVisitor<Path> {
    private final Path folder;
    private final SortedMap<String, Path> files = new TreeMap<>();
    private final SortedMap<String, String> links = new TreeMap<>();
    private long size;

    private Contents(Path folder) {
      this.folder = folder;
    }

    static Contents of(Path folder) throws IOException {
      Contents contents = new Contents(folder);
      Files.walkFileTree(folder, contents);
      return contents;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
      return each.endsWith(".git") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) throws IOException {
      String path = folder.relativize(each).toString();
      String way = attributes.isSymbolicLink() ? PackedLinks.way(each, folder) : null;
      if (way != null) {
        links.put(path, way);
      } else if (attributes.isRegularFile()) {
        size += attributes.size();
        if (size > LARGEST_CONTENT) {
          throw new TooLargeException("they", size, LARGEST_CONTENT);
        }
        files.put(path, each);
      }
      return FileVisitResult.CONTINUE;
    }
  }

  /**
   * Writes packed files into a folder that does not exist yet.
   *
   * @param scratch an existing folder for a file that is gone afterwards
   */
  static void unpack(byte[] zip, Path folder, Path scratch) throws IOException {
    Path file = scratch.resolve("kept.zip");
    try {
      Files.write(file, zip);
      Files.createDirectory(folder);
      try (FileSystem packed =
          FileSystems.newFileSystem(file, Map.of("enablePosixFileAttributes", "true"))) {
        Files.walkFileTree(packed.getPath("/"), new Unpacking(folder));
        PackedLinks.read(packed, LARGEST_CONTENT).make(folder.toRealPath());
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static final class Unpacking extends SimpleFileVisitor<Path> {
    private final Path folder;
    private long content;

    Unpacking(Path folder) {
      this.folder = folder;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes)
        throws IOException {
      if (each.endsWith(".git")) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      Files.createDirectories(inside(each));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) throws IOException {
      content += attributes.size();
      if (content > LARGEST_CONTENT) {
        throw new TooLargeException("unpacked, they", content, LARGEST_CONTENT);
      }
      Path copy = inside(each);
      Files.copy(each, copy);
      permit(copy, Files.getPosixFilePermissions(each).contains(PosixFilePermission.OWNER_EXECUTE));
      return FileVisitResult.CONTINUE;
    }

    /** Where a packed file belongs; nothing that was packed by somebody else leads out of the folder. */
    private Path inside(Path packed) throws IOException {
      Path target = folder.resolve(packed.toString().substring(1)).normalize();
      if (!target.startsWith(folder)) {
        throw new IOException("the packed path " + packed + " leads out of the folder");
      }
      return target;
    }
  }

  private static void permit(Path file, boolean executable) throws IOException {
    Files.setPosixFilePermissions(
        file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
