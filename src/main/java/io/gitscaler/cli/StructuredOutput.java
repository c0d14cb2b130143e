package io.gitscaler.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.gitscaler.cli.OutputOptions.Format;
import java.io.UncheckedIOException;

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
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(result) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
