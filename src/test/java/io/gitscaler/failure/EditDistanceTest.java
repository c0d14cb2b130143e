package io.gitscaler.failure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditDistanceTest {
  @ParameterizedTest(name = "\"{0}\" and \"{1}\" are {2} apart")
  @CsvSource({
    "'', '', 0",
    "main, '', 4",
    "'', main, 4",
    "main, main, 0",
    "main, mian, 2",
    "maxReplica, maxReplicas, 1",
    "kitten, sitting, 3"
  })
  void countsSingleCharacterEdits(String one, String other, int edits) {
    assertThat(EditDistance.between(one, other)).isEqualTo(edits);
    assertThat(EditDistance.between(other, one)).isEqualTo(edits);
  }
}
