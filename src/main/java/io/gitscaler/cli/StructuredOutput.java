package io.gitscaler.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.gitscaler.cli.OutputOptions.Format;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Writes a result for machines: one object of JSON, or the same as YAML. */
final class StructuredOutput {
  private StructuredOutput() {}

  /** The whole text with its final line break. */
  static String of(JsonNode result, Format format) {
    try {
      if (format == Format.YAML) {
        return new ObjectMapper(
                YAMLFactory.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER).build())
            .writeValueAsString(result);
      }
      return new ObjectMapper()
              .writerWithDefaultPrettyPrinter()
              .with(new VisibleCharacters())
              .writeValueAsString(result)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** JSON may hold characters that a terminal obeys or nobody sees; readers of JSON take them escaped just as well. */
  private static final class VisibleCharacters extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private static final int DELETE = 0x7f;

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] codes = standardAsciiEscapesForJSON();
      codes[DELETE] = ESCAPE_STANDARD;
      return codes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
      return Plain.hidden(character)
          ? new SerializedString(String.format("\\u%04x", character))
          : null;
    }
  }
}
