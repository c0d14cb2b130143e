package io.gitscaler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.cli.CommandLineRun.Ended;
import io.gitscaler.testing.FakeUseCases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Help, completion, version, and the page that documents them. */
class HelpTest {
  private final FakeUseCases useCases = new FakeUseCases();

  static Stream<String> commands() {
    return CommandTree.names().stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void showsTheHelpOfEveryCommandWithAnExample(String command) {
    Ended ended = new CommandLineRun(useCases).of(command, "--help");

    assertThat(ended).isEqualTo(new Ended(0, Golden.read("help/" + command + ".txt"), ""));
    assertThat(ended.out()).containsPattern("\nExample.*:\n  .*gitscaler " + command);
  }

  @Test
  void showsTheHelpOfTheWhole() {
    assertThat(new CommandLineRun(useCases).of("--help"))
        .isEqualTo(new Ended(0, Golden.read("help/gitscaler.txt"), ""));
  }

  @Test
  void saysWhatCanBeDoneWhereNoCommandIsGiven() {
    Ended ended = new CommandLineRun(useCases).of();

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).startsWith("gitscaler: give a command: run, plan, lint, ");
  }

  @Test
  void showsNoValueOfTheEnvironmentInHelp() {
    CommandLine all = complete();
    for (String command : CommandTree.names()) {
      CommandLineRun run = new CommandLineRun(useCases).with("GITSCALER_GIT_TOKEN", "canary");
      for (OptionSpec option : options(all, command)) {
        run.with(Settings.variable(option), "canary");
      }
      Ended ended = run.of(command, "--help");

      assertThat(ended.out() + ended.err()).doesNotContain("canary");
      assertThat(ended.status()).isZero();
    }
  }

  @Test
  void takesNoSecretAsAFlag() {
    CommandLine all = complete();
    List<String> flags = new ArrayList<>();
    CommandTree.names()
        .forEach(command -> options(all, command).forEach(o -> flags.addAll(List.of(o.names()))));

    assertThat(flags).hasSizeGreaterThan(30);
    assertThat(flags)
        .filteredOn(flag -> flag.matches(".*(token|password|secret|key).*"))
        .allMatch(flag -> flag.endsWith("-file"));
  }

  @Test
  void saysItsVersion() {
    Ended ended = new CommandLineRun(useCases).of("--version");

    assertThat(ended.out()).matches("gitscaler \\S+ \\(Java \\d+.*\\)\n");
    assertThat(ended.status()).isZero();
  }

  @Test
  void completesEveryCommandAndFlag() {
    Ended ended = new CommandLineRun(useCases).of("completion");

    assertThat(ended.status()).isZero();
    assertThat(ended.out()).startsWith("#!/usr/bin/env bash").contains("complete -F");
    CommandLine all = complete();
    for (String command : CommandTree.names()) {
      assertThat(ended.out()).contains("_picocli_gitscaler_" + command.replace("-", "") + "()");
      options(all, command).forEach(o -> assertThat(ended.out()).contains(o.longestName()));
    }
  }

  @Test
  void documentsEveryCommandFlagAndExitStatus() throws IOException {
    String page = Files.readString(Path.of("docs/command-line.md"));
    CommandLine all = complete();
    for (String command : CommandTree.names()) {
      assertThat(page).contains("`gitscaler " + command);
      for (OptionSpec option : options(all, command)) {
        assertThat(page).contains("`" + option.longestName());
      }
    }
    for (ExitCode code : ExitCode.values()) {
      assertThat(page).containsPattern("\\| " + code.status() + " +\\|");
    }
    ExitCode.NARROWABLE.forEach(code -> assertThat(page).contains("`" + code.word() + "`"));
  }

  private List<OptionSpec> options(CommandLine all, String command) {
    return Objects.requireNonNull(all.getSubcommands().get(command)).getCommandSpec().options();
  }

  private CommandLine complete() {
    Surroundings surroundings =
        new Surroundings(Map.of(), new Stdout(System.out), System.err, Surroundings.Terminal.NONE);
    return CommandTree.complete(new Session(surroundings, useCases, new Stderr(System.err, false)));
  }
}
