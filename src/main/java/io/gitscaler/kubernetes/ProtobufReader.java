package io.gitscaler.kubernetes;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads protobuf message by message while it arrives:
 *
 * <pre>
 * int outer = in.enter();
 * for (int field = in.next(); field != 0; field = in.next()) {
 *   switch (field) {
 *     case 1 -> name = in.text();
 *     default -> in.skip();
 *   }
 * }
 * in.leave(outer);
 * </pre>
 *
 * What is of no interest is passed over by its length and never looked at, which is what makes it cheaper than JSON.
 */
final class ProtobufReader {
  /** Field 1, a number. */
  private static final int SECONDS = 1 << 3 | WireFormat.WIRETYPE_VARINT;

  private final CodedInputStream in;

  ProtobufReader(InputStream body) {
    in = CodedInputStream.newInstance(body);
  }

  /** Begins the message that comes next; what is returned belongs to {@link #leave}. */
  int enter() throws IOException {
    return in.pushLimit(length());
  }

  /** Ends the message that was begun. */
  void leave(int outer) throws IOException {
    if (in.getBytesUntilLimit() > 0) {
      throw new InvalidProtocolBufferException("the answer ends within a message");
    }
    in.popLimit(outer);
  }

  /** The number of the next field that is a text, a map's entry or a message; 0 at the end of the message. */
  int next() throws IOException {
    int tag = in.readTag();
    while (tag != 0 && WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
      in.skipField(tag);
      tag = in.readTag();
    }
    return WireFormat.getTagFieldNumber(tag);
  }

  void skip() throws IOException {
    in.skipRawBytes(length());
  }

  private int length() throws IOException {
    int length = in.readRawVarint32();
    if (length < 0) {
      throw new InvalidProtocolBufferException("a message of negative length");
    }
    return length;
  }

  String text() throws IOException {
    return in.readStringRequireUtf8();
  }

  /** One text of the message that comes next; empty where it has none. */
  String textOf(int wanted) throws IOException {
    String text = "";
    int outer = enter();
    for (int field = next(); field != 0; field = next()) {
      if (field == wanted) {
        text = text();
      } else {
        skip();
      }
    }
    leave(outer);
    return text;
  }

  /** Adds an entry of a map of texts, such as labels. */
  void entry(Map<String, String> map) throws IOException {
    String key = "";
    String value = "";
    int outer = enter();
    for (int field = next(); field != 0; field = next()) {
      switch (field) {
        case 1 -> key = text();
        case 2 -> value = text();
        default -> skip();
      }
    }
    leave(outer);
    map.put(key, value);
  }

  /** Adds an entry of a map whose values are quantities. */
  void quantity(Map<String, String> map) throws IOException {
    String resource = "";
    String amount = "";
    int outer = enter();
    for (int field = next(); field != 0; field = next()) {
      switch (field) {
        case 1 -> resource = text();
        case 2 -> amount = textOf(1);
        default -> skip();
      }
    }
    leave(outer);
    map.put(resource, amount);
  }

  /** A time, which has whole seconds in the Kubernetes API; null where there is none. */
  @Nullable Instant time() throws IOException {
    Instant time = null;
    int outer = enter();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == SECONDS) {
        time = Instant.ofEpochSecond(in.readInt64());
      } else {
        in.skipField(tag);
      }
    }
    leave(outer);
    return time;
  }
}
