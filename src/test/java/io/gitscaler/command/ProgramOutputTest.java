package io.gitscaler.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.program.ProgramRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a program prints, it is a count of replicas that stands there, or a failure in one harmless line. */
class ProgramOutputTest {
  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ":",
          ",",
          "\"",
          "\"targetReplicas\"",
          "\"targetReplicas\": ",
          "{\"targetReplicas\": 5}",
          "{\"targetReplicas\": 2147483648}",
          "{\"targetReplicas\": NaN}",
          "{\"targetReplicas\": -0}",
          "{\"targetReplicas\": 05}",
          "{\"targetReplicas\": 1e3}",
          "{\"targetReplicas\": 5, \"targetReplicas\": 50}",
          "99999999999999999999999999",
          "7",
          "-1",
          "null",
          "true",
          "\\",
          "\\u0000",
          "\u0000",
          "\u001b[2J",
          "\u202e",
          "\ud800",
          "\ufeff",
          "\n\tat java.lang.Thread.run",
          " ",
          "/* */",
          "'",
          "\u00e4\ud83d\ude00");

  @TempDir Path folder;
  @TempDir Path temporary;

  @Test
  void everyAnswerIsACountThatStandsThereOrAFailure() {
    Random random = new Random(4);
    int counts = 0;
    for (int i = 0; i < 50_000; i++) {
      String answer = answer(random);
      try {
        int replicas = WireFormat.targetReplicas(answer, answer);
        assertThat(answer).containsPattern("\"targetReplicas\"\\s*:\\s*-?" + replicas + "\\b");
        assertThat(answer.strip()).startsWith("{").endsWith("}");
        assertThat(replicas).isNotNegative();
        counts++;
      } catch (UnreadableAnswerException e) {
        assertHarmless(e.what());
      }
    }
    assertThat(counts).isPositive();
  }

  private static String answer(Random random) {
    if (random.nextInt(10) == 0) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }
    StringBuilder answer = new StringBuilder();
    for (int i = random.nextInt(5); i >= 0; i--) {
      answer.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return answer.toString();
  }

  private static final Pattern HARMFUL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

  private static void assertHarmless(String sentence) {
    assertThat(sentence).doesNotContainPattern(HARMFUL);
    assertThat(sentence.length()).isLessThan(1_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "print('[' * 500_000)",
        "print('{\"a\":' * 100_000)",
        "print('{\"targetReplicas\": ' + '9' * 500_000 + '}')",
        "print('{\"targetReplicas\": 0.' + '9' * 500_000 + '}')",
        "print('{\"' + 'k' * 500_000 + '\": 1}')",
        "print('line\\n' * 1_000_000)",
        "sys.stdout.buffer.write(bytes(range(256)) * 100)",
        "sys.stdout.buffer.write(b'{\"targetReplicas\": 5' + b'\\xff}')",
        "print('{\"targetReplicas\": 5', end='')",
        "print('\\x1b]0;title\\x07\\x1b[31m{\"targetReplicas\": 5}')",
        "print('\\ufeff{\"targetReplicas\": 5}')",
        "print('{\"targetReplicas\": 5}\\x00')",
        "print('{\"targetReplicas\": {\"targetReplicas\": 5}}')",
        "print('{\"inner\": {\"targetReplicas\": 5}}')",
      })
  void aProgramThatPrintsThisFailsInOneLine(String script) throws IOException {
    Files.writeString(folder.resolve("evaluate.py"), "import sys\n" + script + "\n");
    try (Programs programs = Way.AS_CHILDREN.programs(1, temporary)) {
      ProgramRun run = programs.run(new Calls(folder).evaluate("3", "python3", "evaluate.py"));

      assertThat(run.targetReplicas()).isNull();
      assertThat(run.failure()).startsWith("evaluate program `python3 evaluate.py` for checkout: ");
      assertHarmless(String.valueOf(run.failure()));
      assertThat(run.failure()).doesNotContain("Exception");
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void bothWaysAnswerTheSameToAnything(Way way) throws IOException {
    Files.writeString(
        folder.resolve("metric.py"),
        """
        import sys
        sys.stdout.buffer.write(bytes(range(256)) * 4000)
        sys.stderr.buffer.write(bytes(range(256)) * 100)
        sys.exit(3)
        """);
    try (Programs programs = way.programs(1, temporary)) {
      ProgramRun run = programs.run(new Calls(folder).metric("python3", "metric.py"));

      assertThat(run.answer().length()).isEqualTo(expected().length());
      assertThat(run.answer()).isEqualTo(expected());
      assertThat(run.stderr()).hasSizeLessThanOrEqualTo(4096);
      assertHarmless(String.valueOf(run.failure()));
    }
  }

  private static String expected() {
    byte[] bytes = new byte[256 * 4000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
