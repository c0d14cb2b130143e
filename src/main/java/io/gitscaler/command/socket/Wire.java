package io.gitscaler.command.socket;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * How a frame is spelled: the length of the message and of the bytes as two big-endian 32-bit numbers, then the message as
 * strict JSON in UTF-8, then the bytes. What is longer than anything that is ever sent is not read at all.
 */
final class Wire {
  /** A program's arguments and headers come from a policy's file of at most 1 MiB, which JSON may spell six times as long. */
  static final int LONGEST_MESSAGE = 8 << 20;

  /** A program's input, one file, or an answer with its stderr. */
  static final int MOST_BYTES = 32 << 20;

  private static final int DEEPEST = 5;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxStringLength(LONGEST_MESSAGE)
                          .build())
                  .build())
          .enable(
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();
  private static final ObjectReader READER = JSON.readerFor(Message.class);
  private static final ObjectWriter WRITER = JSON.writerFor(Message.class);

  private Wire() {}

  static ByteBuffer spell(Frame frame) {
    byte[] message;
    try {
      message = WRITER.writeValueAsBytes(frame.message());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
    return ByteBuffer.allocate(2 * Integer.BYTES + message.length + frame.bytes().length)
        .putInt(message.length)
        .putInt(frame.bytes().length)
        .put(message)
        .put(frame.bytes())
        .flip();
  }

  /**
   * The next frame; null where the other side ended the connection between two.
   *
   * @throws BrokenProtocolException for what is no frame
   */
  static @Nullable Frame read(InputStream stream) throws IOException {
    byte[] lengths = stream.readNBytes(2 * Integer.BYTES);
    if (lengths.length == 0) {
      return null;
    }
    if (lengths.length < 2 * Integer.BYTES) {
      throw new EOFException("the connection ended in the middle of a message");
    }
    int length = ByteBuffer.wrap(lengths).getInt();
    int bytes = ByteBuffer.wrap(lengths).getInt(Integer.BYTES);
    if (length < 2 || length > LONGEST_MESSAGE || bytes < 0 || bytes > MOST_BYTES) {
      throw new BrokenProtocolException(
          "a message of %d bytes with %d more".formatted(length, bytes));
    }
    return new Frame(message(exactly(length, stream)), exactly(bytes, stream));
  }

  /** Takes memory as the bytes arrive, and so not on the mere word of the other side. */
  private static byte[] exactly(int length, InputStream stream) throws IOException {
    byte[] read = stream.readNBytes(length);
    if (read.length < length) {
      throw new EOFException("the connection ended in the middle of a message");
    }
    return read;
  }

  private static Message message(byte[] json) throws BrokenProtocolException {
    try {
      Message message = READER.readValue(json);
      if (message == null) {
        throw new BrokenProtocolException("a message that is null");
      }
      return message;
    } catch (BrokenProtocolException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new BrokenProtocolException("a message that cannot be read");
    }
  }
}
