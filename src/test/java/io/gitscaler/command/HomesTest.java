package io.gitscaler.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomesTest {
  @TempDir Path temporary;

  /** A program may be about to start while gitscaler stops. */
  @Test
  void makesNoneAnyMoreWhenTheyAreClosed() throws IOException {
    Homes homes = new Homes(temporary);
    assertThat(homes.create()).isEmptyDirectory();
    homes.close();

    assertThatThrownBy(homes::create).isInstanceOf(IOException.class);
    assertThat(temporary).isEmptyDirectory();
  }
}
