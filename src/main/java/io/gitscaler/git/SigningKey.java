package io.gitscaler.git;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import org.eclipse.jgit.api.errors.CanceledException;
import org.eclipse.jgit.api.errors.UnsupportedSigningFormatException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.GpgConfig;
import org.eclipse.jgit.lib.GpgConfig.GpgFormat;
import org.eclipse.jgit.lib.GpgSignature;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Signer;
import org.eclipse.jgit.lib.Signers;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/**
 * The private key that signs the trail's commits: one of SSH, or an OpenPGP secret key as {@code gpg --export-secret-keys --armor}
 * prints it. Neither an agent nor a key ring is asked. No value of this type shows its secret.
 */
public final class SigningKey {
  private static final long LARGEST = 1024 * 1024;
  private static final String OPEN_PGP = "-----BEGIN PGP PRIVATE KEY BLOCK-----";
  private static final String SSH = " PRIVATE KEY-----";
  private static final GpgConfig NO_SETTINGS = new GpgConfig(new Config());

  private final Path file;
  private final Signer signer;
  private final @Nullable String passphrase;

  private SigningKey(Path file, Signer signer, @Nullable String passphrase) {
    this.file = file.toAbsolutePath();
    this.signer = signer;
    this.passphrase = passphrase;
  }

  /**
   * Reads a key, and signs something with it, so that one that cannot be used is known before it is needed.
   *
   * @param passphrase null for a key without one
   * @throws OutsideFailure when it cannot be read, holds no private key, or cannot be unlocked
   */
  public static SigningKey read(Path file, @Nullable String passphrase) {
    SigningKey key = new SigningKey(file, signer(file), passphrase);
    CommitBuilder trial = new CommitBuilder();
    PersonIdent nobody = new PersonIdent("", "", Instant.EPOCH, ZoneOffset.UTC);
    trial.setAuthor(nobody);
    trial.setCommitter(nobody);
    trial.setTreeId(ObjectId.zeroId());
    trial.setMessage("");
    key.sign(trial);
    return key;
  }

  /**
   * The passphrase that stands in a file, such as a mounted Secret; a line break at its end is not part of it.
   *
   * @throws OutsideFailure when the file cannot be read or holds nothing
   */
  public static String passphrase(Path file) {
    String text;
    try {
      text = Files.readString(file).replaceFirst("\\R\\z", "");
    } catch (IOException e) {
      throw new OutsideFailure(
          FailureKind.UNUSABLE,
          file.toString(),
          "the passphrase of the key that signs the trail cannot be read",
          "Check that the file exists and that this user may read it.");
    }
    if (text.isEmpty()) {
      throw new OutsideFailure(
          FailureKind.UNUSABLE,
          file.toString(),
          "the file with the passphrase of the key that signs the trail is empty",
          "Write the passphrase into it, or do without --audit-signing-passphrase-file.");
    }
    return text;
  }

  private static Signer signer(Path file) {
    String text;
    try {
      if (Files.size(file) > LARGEST) {
        throw unusable(file, "has more than " + LARGEST / 1024 + " KiB", "Is it the right file?");
      }
      text = Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw unusable(
          file, "cannot be read", "Check that it exists and that this user may read it.");
    }
    if (text.contains(OPEN_PGP)) {
      try {
        return new OpenPgpSigner(text.substring(text.indexOf(OPEN_PGP)));
      } catch (IOException | RuntimeException e) {
        // The library's parsers answer some garbage with exceptions of all kinds, and may quote it:
        // it is a secret.
        throw unusable(
            file,
            "cannot be understood",
            "Write what gpg --export-secret-keys --armor prints, with a key that may sign.");
      }
    }
    if (text.contains(SSH)) {
      return Signers.get(GpgFormat.SSH);
    }
    throw unusable(
        file,
        "holds no private key",
        "Name the private half of an SSH key, or what gpg --export-secret-keys --armor prints.");
  }

  /** Signs a commit that is otherwise complete; a commit with another parent has to be signed anew. */
  void sign(CommitBuilder commit) {
    Answers answers = new Answers();
    try {
      commit.setGpgSignature(signature(commit, answers));
    } catch (IOException
        | CanceledException
        | UnsupportedSigningFormatException
        | RuntimeException e) {
      if (answers.asked && passphrase == null) {
        throw unusable(
            file,
            "has a passphrase",
            "Name a file that holds it with --audit-signing-passphrase-file, or take another key.");
      }
      throw answers.asked
          ? unusable(file, "cannot be unlocked", "Correct its passphrase.")
          : unusable(file, "cannot be used", "Write a key into it that ssh-keygen or gpg made.");
    }
  }

  @SuppressWarnings(
      "NullAway") // The repository would only be asked for settings, and there are none.
  private GpgSignature signature(CommitBuilder commit, Answers answers)
      throws IOException, CanceledException, UnsupportedSigningFormatException {
    return signer.sign(
        null, NO_SETTINGS, commit.build(), commit.getCommitter(), file.toString(), answers);
  }

  private static OutsideFailure unusable(Path file, String what, String advice) {
    return new OutsideFailure(
        FailureKind.UNUSABLE, file.toString(), "the key that signs the trail " + what, advice);
  }

  @Override
  public String toString() {
    return "SigningKey[" + file + "]";
  }

  /** Knows the passphrase and nothing else, and remembers whether it was needed. */
  private final class Answers extends CredentialsProvider {
    private boolean asked;

    @Override
    public boolean isInteractive() {
      return false;
    }

    @Override
    public boolean supports(CredentialItem... items) {
      return true;
    }

    @Override
    public boolean get(@Nullable URIish uri, CredentialItem... items) {
      asked = true;
      if (passphrase == null) {
        return false;
      }
      for (CredentialItem item : items) {
        if (item instanceof CredentialItem.Password password) {
          password.setValueNoCopy(passphrase.toCharArray());
        }
      }
      return true;
    }
  }
}
