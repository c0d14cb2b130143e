package io.gitscaler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only Git itself can tell of a command line still ends as a wrong command line, and before anything is opened. */
class WrongCommandLineTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--policies-repo=ssh://git@git.example.org/x.git | Name them with --ssh-key-file",
        "--policies-repo=git@git.example.org:x.git | Name them with --ssh-key-file",
        "--policies-repo=ftp://git.example.org/x.git | Use https, ssh, file or a plain path",
        "--policies-repo=https://git.example.org/x.git?token=canary | Leave out everything from ?",
        "--policies-repo=/x.git --policies-path=../y | Give it relative to the root",
        "--policies-repo=/x.git --audit-branch=a..b | \"a..b\" cannot be the name of a Git branch",
        "--policies-repo=/x.git --audit-repo=ftp://h/y | Use https, ssh, file or a plain path",
      })
  void isToldInASentence(String flags, String advice) {
    CommandRun ended = CommandRun.of(List.of(("run " + flags).split(" ")));

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .startsWith("gitscaler: ")
        .contains(advice)
        .doesNotContain("canary", "\tat ")
        .hasLineCount(1);
  }
}
