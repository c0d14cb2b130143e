package io.gitscaler.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gitscaler.failure.OutsideFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitRemoteTest {
  private static final GitCredentials NONE = new GitCredentials.None();

  @ParameterizedTest
  @CsvSource({
    "https://git.example.org/shop/policies.git, https://git.example.org/shop/policies.git",
    "https://ada@git.example.org:8443/p.git, https://git.example.org:8443/p.git",
    "http://gitea.git.svc:3000/p, http://gitea.git.svc:3000/p",
    "file:///srv/git/p.git, /srv/git/p.git",
    "/srv/git/p.git, /srv/git/p.git",
  })
  void showsAddressesWithoutUsers(String url, String shown) {
    assertThat(GitRemote.of(url, NONE)).hasToString(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "git@git.example.org:shop/policies.git, git.example.org:shop/policies.git",
    "ssh://git@git.example.org:2222/p.git, ssh://git.example.org:2222/p.git",
  })
  void readsSshAddresses(String url, String shown, @TempDir Path folder) {
    GitCredentials key = new GitCredentials.SshKey(folder.resolve("key"), "canary", null);
    assertThat(GitRemote.of(url, key)).hasToString(shown);
    assertThat(key.toString()).doesNotContain("canary");
    assertThatThrownBy(() -> GitRemote.of(url, NONE)).hasMessageContaining("needs a private key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://ada:canary@git.example.org/p.git",
        "https://ada:canary@git.example.org/p.git?a=b",
        "https://git.example.org/p.git?private_token=canary",
        "https://git.example.org/p.git#canary",
        "ssh://git:canary@git.example.org/p.git",
        "https://ada:canary@",
        "https://ada:can ary@git.example.org",
        "git://git.example.org/p.git",
        "ext::sh -c canary",
        "",
      })
  void refusesAddressesWithSecretsAndStrangeOnesWithoutRepeatingThem(String url) {
    assertThat(catchThrowable(() -> GitRemote.of(url, NONE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("canary")
        .hasNoCause();
  }

  @Test
  void refusesAnSshKeyForHttps(@TempDir Path folder) {
    assertThatThrownBy(
            () ->
                GitRemote.of(
                    "https://git.example.org/p",
                    new GitCredentials.SshKey(folder.resolve("key"), null, null)))
        .hasMessageContaining("takes a token and not an ssh key");
  }

  @Test
  void readsATokenFromAFileWithoutItsLineBreak(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "canary\n");
    GitCredentials credentials = GitCredentials.fromFile("ada", file);
    assertThat(credentials).isEqualTo(new GitCredentials.Password("ada", "canary"));
    assertThat(credentials.toString()).doesNotContain("canary");
    Files.writeString(file, "\n");
    assertThatThrownBy(() -> GitCredentials.fromFile("ada", file))
        .isInstanceOf(OutsideFailure.class)
        .hasMessageContaining("is empty");
    assertThatThrownBy(() -> GitCredentials.fromFile("ada", folder.resolve("nowhere")))
        .isInstanceOf(OutsideFailure.class)
        .hasMessageContaining("cannot be read");
  }

  @Test
  void readsAnAuthor() {
    assertThat(TrailAuthor.parse("Ada Lovelace <ada@example.org>"))
        .isEqualTo(new TrailAuthor("Ada Lovelace", "ada@example.org"));
    assertThatThrownBy(() -> TrailAuthor.parse("Ada")).hasMessageContaining("Name <mail>");
  }

  @Test
  void refusesABranchNameThatGitRefuses() {
    assertThatThrownBy(() -> TrailSettings.onBranch("a..b", TrailAuthor.DEFAULT))
        .hasMessageContaining("cannot be the name of a Git branch");
  }
}
