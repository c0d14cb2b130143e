package io.gitscaler.git;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.GpgConfig;

/**
 * The keys whose signatures count, from one file: OpenPGP public keys as {@code gpg --export --armor} prints them, and lines of
 * SSH's allowed signers ({@code ada@example.org ssh-ed25519 AAAA...}), in any order. Empty lines and those that begin with # are
 * remarks.
 */
public final class AllowedKeys {
  private static final long LARGEST = 1024 * 1024;
  private static final String BEGIN = "-----BEGIN PGP ";
  private static final String END = "-----END PGP ";
  private static final String PUBLIC = BEGIN + "PUBLIC KEY BLOCK-----";

  private final Path file;
  private final List<OpenPGPCertificate> openPgp = new ArrayList<>();
  private final List<String> ssh = new ArrayList<>();
  private final Set<String> sshFingerprints = new HashSet<>();

  private AllowedKeys(Path file) {
    this.file = file;
  }

  /**
   * Reads the file.
   *
   * @throws OutsideFailure when it cannot be read, holds no key, or holds anything else
   */
  public static AllowedKeys read(Path file) {
    AllowedKeys keys = new AllowedKeys(file);
    try {
      if (Files.size(file) > LARGEST) {
        throw keys.unusable("it has more than " + LARGEST / 1024 + " KiB", "Is it the right file?");
      }
      keys.add(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new OutsideFailure(
          FailureKind.UNUSABLE,
          file.toString(),
          "the allowed keys cannot be read",
          "Check that the file exists and that this user may read it.",
          e);
    }
    if (keys.openPgp.isEmpty() && keys.ssh.isEmpty()) {
      throw keys.unusable(
          "it holds no key",
          "Write OpenPGP public keys (gpg --export --armor) or SSH's allowed signers into it.");
    }
    return keys;
  }

  private void add(List<String> lines) {
    for (int at = 0; at < lines.size(); at++) {
      String line = lines.get(at).strip();
      if (line.startsWith(BEGIN)) {
        int end = at;
        while (end < lines.size() && !lines.get(end).startsWith(END)) {
          end++;
        }
        addOpenPgp(at + 1, line, lines.subList(at, Math.min(end + 1, lines.size())));
        at = end;
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        addSsh(at + 1, line);
      }
    }
  }

  private void addOpenPgp(int number, String first, List<String> block) {
    if (!first.equals(PUBLIC)) {
      throw unusable(
          "line " + number + " begins what is no OpenPGP public key",
          "Write what gpg --export --armor prints, and no private key.");
    }
    try {
      openPgp.addAll(OpenPgpSignatures.certificates(String.join("\n", block) + "\n"));
    } catch (IOException e) {
      throw unusable(
          "the OpenPGP public key at line " + number + " cannot be understood",
          "Write what gpg --export --armor prints.");
    }
  }

  private void addSsh(int number, String line) {
    String fingerprint = SshKeyLine.fingerprint(line);
    if (fingerprint == null) {
      throw unusable(
          "line " + number + " is neither of an OpenPGP public key nor an allowed signer of SSH",
          "An allowed signer is a mail address and a public key: ada@example.org ssh-ed25519 AAAA...");
    }
    ssh.add(line);
    sshFingerprints.add(fingerprint);
  }

  private OutsideFailure unusable(String what, String advice) {
    return new OutsideFailure(
        FailureKind.UNUSABLE, file.toString(), "in the file of allowed keys, " + what, advice);
  }

  /** Whether what was signed with this key earlier still counts: it is listed and, for OpenPGP, neither expired nor revoked. */
  boolean allows(String fingerprint, Instant now) {
    return sshFingerprints.contains(fingerprint)
        || OpenPgpSignatures.mayHaveSigned(openPgp, fingerprint, now);
  }

  /**
   * The same keys as JGit's verifiers take them.
   *
   * @param scratch folder for a file, which JGit reads SSH's allowed signers from
   */
  GpgConfig config(Path scratch, Instant now) throws IOException {
    Path signers = scratch.resolve("allowed-signers");
    Files.write(signers, ssh, StandardCharsets.ISO_8859_1);
    Config settings = new Config();
    settings.setString("gpg", "ssh", "allowedSignersFile", signers.toString());
    return new OpenPgpSignatures.Keys(settings, openPgp, now);
  }
}
