package io.gitscaler.kubernetes;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/**
 * A list as the API server spells it in protobuf: four bytes, then a message with the kind of what follows, then the list. Kinds
 * that are built into Kubernetes have this form, and the numbers of their fields never change.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding">Kubernetes: Protobuf encoding</a>
 */
final class ProtobufList {
  static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";
  private static final byte[] MAGIC = {'k', '8', 's', 0};

  /** Field of the message that tells what follows. */
  private static final int KIND = 2;

  /** Field of a list's metadata. */
  private static final int CONTINUE = 3;

  private ProtobufList() {}

  /** Reads one object of a list while it arrives. */
  @FunctionalInterface
  interface ItemReader<T> {
    /** Reads the message that comes next, to its end. */
    T read(ProtobufReader in) throws IOException;
  }

  /**
   * Reads one page, adds what is in it, and returns the token of the next; empty after the last.
   *
   * @param kind of the objects
   */
  static <T> String page(InputStream body, String kind, ItemReader<T> items, List<T> all)
      throws IOException {
    if (!Arrays.equals(body.readNBytes(MAGIC.length), MAGIC)) {
      throw new InvalidProtocolBufferException("no protobuf of Kubernetes");
    }
    ProtobufReader in = new ProtobufReader(body);
    String listKind = "";
    String token = null;
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> listKind = in.textOf(KIND);
        case 2 -> token = list(in, items, all);
        default -> in.skip();
      }
    }
    if (token == null || !listKind.equals(kind + "List")) {
      // Taken for an empty list, it would mean that nothing is there.
      throw new InvalidProtocolBufferException("no list");
    }
    return token;
  }

  private static <T> String list(ProtobufReader in, ItemReader<T> items, List<T> all)
      throws IOException {
    String token = null;
    int outer = in.enter();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> token = in.textOf(CONTINUE);
        case 2 -> all.add(items.read(in));
        default -> in.skip();
      }
    }
    in.leave(outer);
    if (token == null) {
      throw new InvalidProtocolBufferException("a list without metadata");
    }
    return token;
  }
}
