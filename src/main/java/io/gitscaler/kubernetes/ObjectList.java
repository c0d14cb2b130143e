package io.gitscaler.kubernetes;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists a collection page by page. A continue token that the server has forgotten (410, after some minutes) starts the list
 * anew: pages of two lists never mix.
 */
final class ObjectList {
  private static final int PAGE = 500;
  private static final int STARTS = 3;

  private final ApiRequests requests;

  ObjectList(ApiRequests requests) {
    this.requests = requests;
  }

  /**
   * Which objects of a collection.
   *
   * @param path of the collection
   * @param fromCache whether a list that is some moments old will do; the server then answers from its memory, whole, and
   *     asks no etcd
   * @param name the one object of interest, or empty for all
   */
  record Query(String path, boolean fromCache, String name) {}

  /** Reads one object of a list while it arrives. */
  @FunctionalInterface
  interface ItemReader<T> {
    /** Reads the object at whose beginning the parser stands, to its end. */
    T read(JsonParser parser) throws IOException;
  }

  private static final class Expired extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Expired() {
      super(null, null, false, false);
    }
  }

  /** Turns each object of the list into a value, in the order of the list. */
  <T> List<T> read(Query query, ItemReader<T> items) {
    return whole(query, (path, all) -> requests.get(path, body -> page(body, items, all)));
  }

  /**
   * The same in protobuf where the server has it, which costs both sides about half; in JSON where it has not.
   *
   * @param kind of the objects
   */
  <T> List<T> read(
      Query query, ItemReader<T> json, String kind, ProtobufList.ItemReader<T> protobuf) {
    return whole(
        query,
        (path, all) ->
            requests.get(
                path,
                body -> page(body, json, all),
                body -> ProtobufList.page(body, kind, protobuf, all)));
  }

  /** Gets one page, adds its objects, and returns the token of the next; empty after the last. */
  @FunctionalInterface
  private interface Page<T> {
    String get(String path, List<T> all);
  }

  private static <T> List<T> whole(Query query, Page<T> page) {
    for (int start = 1; ; start++) {
      try {
        return pages(query, page);
      } catch (Expired expired) {
        if (start == STARTS) {
          throw new KubernetesClientException(
              "the list changes faster than it can be read", 503, null);
        }
      }
    }
  }

  private static <T> List<T> pages(Query query, Page<T> page) {
    List<T> all = new ArrayList<>();
    String token = "";
    do {
      String path = path(query, token);
      try {
        token = page.get(path, all);
      } catch (KubernetesClientException e) {
        if (e.getCode() == 410) {
          throw new Expired();
        }
        throw e;
      }
    } while (!token.isEmpty());
    return all;
  }

  private static String path(Query query, String token) {
    StringBuilder path = new StringBuilder(query.path()).append("?limit=").append(PAGE);
    if (!query.name().isEmpty()) {
      path.append("&fieldSelector=").append(encode("metadata.name=" + query.name()));
    }
    if (!token.isEmpty()) {
      path.append("&continue=").append(encode(token));
    } else if (query.fromCache()) {
      path.append("&resourceVersion=0");
    }
    return path.toString();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Reads one page and returns the token of the next; empty after the last. */
  private static <T> String page(InputStream body, ItemReader<T> items, List<T> all)
      throws IOException {
    String token = "";
    boolean list = false;
    try (JsonParser parser = ApiRequests.JSON.createParser(body)) {
      expect(parser, JsonToken.START_OBJECT);
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        parser.nextToken();
        if (name.equals("metadata")) {
          JsonNode metadata = ApiRequests.JSON.readTree(parser);
          token = metadata.path("continue").asText("");
        } else if (name.equals("items") && parser.currentToken() == JsonToken.START_ARRAY) {
          list = true;
          while (parser.nextToken() == JsonToken.START_OBJECT) {
            all.add(items.read(parser));
          }
        } else {
          list |= name.equals("items");
          parser.skipChildren();
        }
      }
      if (parser.currentToken() != JsonToken.END_OBJECT) {
        throw new JsonEOFException(parser, parser.currentToken(), "the list ends early");
      }
      if (!list) {
        // Taken for an empty list, it would mean that nothing is there.
        throw new JsonParseException(parser, "no list");
      }
      // An answer that is not read to its very end is taken for one that nobody wants, and
      // cancelled.
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "there is more behind the list");
      }
    }
    return token;
  }

  private static void expect(JsonParser parser, JsonToken token) throws IOException {
    if (parser.nextToken() != token) {
      throw new JsonParseException(parser, "no list");
    }
  }
}
