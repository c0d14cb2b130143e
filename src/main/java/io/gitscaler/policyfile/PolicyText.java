package io.gitscaler.policyfile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The text of a YAML file: UTF-8, and no larger than is allowed. */
final class PolicyText {
  static final int MAX_BYTES = 1 << 20;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private PolicyText() {}

  /** The text of a policy file. */
  static String read(Path file) throws UnreadableFile {
    return read(file, MAX_BYTES);
  }

  static String read(Path file, int maxBytes) throws UnreadableFile {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(maxBytes + 1);
    } catch (NoSuchFileException e) {
      throw new UnreadableFile(
          Place.START, "The link leads to no file. Remove it or add the file that it names.");
    } catch (IOException e) {
      throw new UnreadableFile(
          Place.START, "The file cannot be read. Check that it is a file and who may read it.");
    }
    if (bytes.length > maxBytes) {
      throw new UnreadableFile(
          Place.START,
          "The file is larger than %d MiB. Split it into smaller files.".formatted(maxBytes >> 20));
    }
    return decode(bytes);
  }

  private static String decode(byte[] bytes) throws UnreadableFile {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);
    text.flip();
    if (result.isError()) {
      throw new UnreadableFile(
          placeOf(text.length(), text), "The file is not UTF-8 here. Save it as UTF-8.");
    }
    boolean marked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
    return text.subSequence(marked ? 1 : 0, text.length()).toString();
  }

  /** The place of the character at an index. */
  static Place placeOf(int index, CharSequence text) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < index; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        column = 1;
      } else if (!Character.isLowSurrogate(text.charAt(i))) {
        column++;
      }
    }
    return new Place(line, column);
  }
}
