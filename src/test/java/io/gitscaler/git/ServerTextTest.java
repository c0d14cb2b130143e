package io.gitscaler.git;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerTextTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "!"})
  void keepsNoHalfOfACharacter(String first) {
    String clean = ServerText.clean(first + "\ud83d\ude80".repeat(999));

    assertThat(clean).contains("\ud83d\ude80").hasSizeLessThan(410);
    assertThat(clean.codePoints())
        .noneMatch(each -> Character.getType(each) == Character.SURROGATE);
  }
}
