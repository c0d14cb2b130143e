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
        "run --policies-repo=ssh://git@git.example.org/x.git | Name them with --ssh-key-file",
        "run --policies-repo=git@git.example.org:x.git | Name them with --ssh-key-file",
        "run --policies-repo=ftp://git.example.org/x.git | Use https, ssh, file or a plain path",
        "run --policies-repo=https://git.example.org/x.git?token=canary | Leave out everything from ?",
        "run --policies-repo=/x.git --policies-path=../y | Give it relative to the root",
        "run --policies-repo=/x.git --audit-branch=a..b | \"a..b\" cannot be the name of a Git branch",
        "run --policies-repo=/x.git --audit-repo=ftp://h/y | Use https, ssh, file or a plain path",
        "lint /no/such/folder | /no/such/folder: there is no such file or folder. Check the spelling of the path.",
        "plan --policies-dir=/no/such/folder | Name the folder of your policies with --policies-dir.",
        "manifests --policies-dir=/no/such/folder | Name the folder of your policies with --policies-dir.",
      })
  void isToldInASentence(String commandLine, String advice) {
    CommandRun ended = CommandRun.of(List.of(commandLine.split(" ")));

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .startsWith("gitscaler: ")
        .contains(advice)
        .doesNotContain("canary", "\tat ")
        .hasLineCount(1);
  }
}
