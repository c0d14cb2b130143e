package io.gitscaler.policyfile;

import static io.gitscaler.policyfile.PolicyTexts.METRICS;
import static io.gitscaler.policyfile.PolicyTexts.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileYamlTest {
  @TempDir private Path folder;

  private static Stream<Arguments> attacks() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
      bomb.append("a%d: &a%d [".formatted(i, i));
      bomb.append(("*a" + (i - 1) + ", ").repeat(9)).append("*a").append(i - 1).append("]\n");
    }
    return Stream.of(
        Arguments.of(
            "alias bomb",
            bomb.toString(),
            "5:45: The file has more than 100000 values, each alias counted with all it stands for."
                + " Split it, or use fewer aliases."),
        Arguments.of(
            "alias of itself",
            "a: &a [*a]\n",
            "1:8: The alias *a has no finished anchor above it. Write the content here instead."),
        Arguments.of(
            "very many values",
            "- a\n".repeat(200_000),
            "100000:3: The file has more than 100000 values, each alias counted with all it stands"
                + " for. Split it, or use fewer aliases."),
        Arguments.of(
            "deep lists",
            "[".repeat(100_000),
            "1:42: The file nests deeper than 40 levels. Make it flatter."),
        Arguments.of(
            "deep mappings",
            "{a: ".repeat(100_000),
            "1:162: The file nests deeper than 40 levels. Make it flatter."),
        Arguments.of(
            "deep complex keys",
            "? ".repeat(100_000),
            "1:83: The file nests deeper than 40 levels. Make it flatter."),
        Arguments.of(
            "many documents",
            "---\na\n".repeat(2_000),
            "2001:1: The file holds more than 1000 documents. Split it into several."),
        Arguments.of(
            "large file",
            "a: " + "b".repeat(1 << 20),
            "1:1: The file is larger than 1 MiB. Split it into smaller files."),
        Arguments.of(
            "control character",
            "a: b\nc: \u0007\n",
            "2:4: The file is not valid YAML: the character U+0007 is not allowed. Nothing of this"
                + " file is used until it is corrected."),
        Arguments.of(
            "tab for indentation",
            "a:\n\tb: c\n",
            "2:1: The file is not valid YAML: found character '\\t(TAB)' that cannot start any token."
                + " (Do not use \\t(TAB) for indentation). Nothing of this file is used until it is"
                + " corrected."),
        Arguments.of(
            "template",
            "{{ if .Values.policies }}\na: b\n",
            "2:1: The file is not valid YAML: expected '<document start>', but found '<block mapping"
                + " start>'. Nothing of this file is used until it is corrected."));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attacks")
  void refusesWithAClearSentence(String name, String text, String problem) {
    LoadedPolicies loaded = PolicyTexts.read(folder, "bad.yaml", text);

    assertThat(loaded.problems())
        .extracting(PolicyProblem::toString)
        .containsExactly("bad.yaml:" + problem);
    assertThat(loaded.policies()).isEmpty();
  }

  @Test
  void refusesWhatIsNotUtf8() throws IOException {
    Files.write(folder.resolve("a.yaml"), "a: b\nc: ä\n".getBytes(StandardCharsets.ISO_8859_1));
    Files.write(folder.resolve("b.yaml"), METRICS.getBytes(StandardCharsets.UTF_16));

    assertThat(PolicyTexts.read(folder).problems())
        .extracting(PolicyProblem::toString)
        .containsExactly(
            "a.yaml:2:4: The file is not UTF-8 here. Save it as UTF-8.",
            "b.yaml:1:1: The file is not UTF-8 here. Save it as UTF-8.");
  }

  @Test
  void readsAFileThatStartsWithAByteOrderMark() {
    assertThat(PolicyTexts.policy(folder, "\uFEFF" + METRICS).id()).hasToString("shop/checkout");
  }

  @Test
  void countsColumnsInCharacters() {
    LoadedPolicies loaded =
        PolicyTexts.read(
            folder, "a.yaml", with(METRICS, "  pause: {\"\uD83D\uDE80\": 1, reason: x}"));

    assertThat(loaded.problems().getFirst().column()).isEqualTo(11);
    assertThat(loaded.problems().getFirst().field()).isEqualTo("spec.pause.\uD83D\uDE80");
  }

  @ParameterizedTest
  @ValueSource(strings = {"maxReplicas: ", "mode: ", "behavior: ", "pause: {reason: ", "metric: "})
  void keepsMessagesShortAndFreeOfControlCharacters(String field) {
    String giant = "\"\\e[31m" + "z".repeat(500_000) + "\"";
    String close = field.contains("{") ? "}" : "";
    LoadedPolicies loaded =
        PolicyTexts.read(folder, "a.yaml", with(METRICS, "  " + field + giant + close));

    assertThat(loaded.problems()).isNotEmpty();
    assertThat(loaded.problems())
        .allSatisfy(
            problem ->
                assertThat(problem.toString()).hasSizeLessThan(600).doesNotContain("\u001b"));
  }

  /** Whatever is in a file, the reader answers with policies or problems. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void neverThrowsForAMutatedFile(long seed) throws IOException {
    Random random = new Random(seed);
    Path valid = Path.of("src/test/resources/policyfile/valid");
    List<String> texts =
        List.of(
            Files.readString(valid.resolve("all-metrics.yaml")),
            Files.readString(valid.resolve("all-programs.yaml")));
    for (int i = 0; i < 500; i++) {
      String text = texts.get(i % 2);
      for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
        text = mutated(text, random);
      }
      LoadedPolicies loaded = PolicyTexts.read(folder, "fuzz.yaml", text);
      assertThat(loaded.problems().size() + loaded.policies().size() + loaded.skipped().size())
          .as(text)
          .isPositive();
      assertThat(loaded.policies())
          .as(text)
          .noneMatch(
              policy -> loaded.problems().stream().anyMatch(it -> policy.id().equals(it.policy())));
    }
  }

  private static String mutated(String text, Random random) {
    List<String> pieces =
        List.of(
            "\n",
            " ",
            "  ",
            ":",
            ": ",
            "- ",
            "[",
            "]",
            "{",
            "}",
            "&a ",
            "*a",
            "!!int ",
            "!",
            "|\n",
            ">",
            "'",
            "\"",
            "#",
            "%",
            "@",
            "---\n",
            "...\n",
            "? ",
            "<<: ",
            "\t",
            "\u0000",
            "\"\\uD800\"",
            "\u2028",
            "~",
            "0",
            "010",
            "-1",
            ".5",
            "1e9",
            "null",
            "true",
            "\\",
            "name: a\n",
            "type: Pods",
            "\uFEFF",
            "é");
    int from = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), from + random.nextInt(random.nextInt(10) == 0 ? 200 : 8));
    String between =
        random.nextBoolean()
            ? pieces.get(random.nextInt(pieces.size()))
            : text.substring(from, to).repeat(2);
    return text.substring(0, from) + between + text.substring(random.nextBoolean() ? from : to);
  }
}
