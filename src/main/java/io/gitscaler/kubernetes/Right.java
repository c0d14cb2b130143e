package io.gitscaler.kubernetes;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the API server's authorizer is asked before a request is carried out.
 *
 * @param group empty for the core group
 * @param resource plural, with the subresource where one is meant: {@code deployments/scale}
 * @param name of the one object; empty where the request is about all, or a name cannot limit it
 */
record Right(String group, String resource, String verb, String name) implements Comparable<Right> {
  /** A right to all objects of a kind. */
  static Right to(String verb, ResourceKind kind) {
    return new Right(kind.group(), kind.plural(), verb, "");
  }

  Right named(String only) {
    return new Right(group, resource, verb, only);
  }

  Right at(String subresource) {
    return new Right(group, resource + "/" + subresource, verb, name);
  }

  /**
   * The right to get a path, read out of it as the API server does: {@code /RESOURCE/NAME/SUBRESOURCE}, and without a name it
   * is a list.
   *
   * @param below what follows the namespace, from the slash on, percent-encoded, without a query
   * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/authorization/">how requests become attributes</a>
   */
  static Right toGet(String group, String below) {
    String path = URLDecoder.decode(below.replace("+", "%2B"), StandardCharsets.UTF_8);
    List<String> parts = List.of(path.substring(1).split("/", -1));
    return switch (parts.size()) {
      case 1 -> new Right(group, parts.getFirst(), "list", "");
      case 2 -> new Right(group, parts.getFirst(), "get", parts.get(1));
      default -> new Right(group, parts.getFirst() + "/" + parts.get(2), "get", parts.get(1));
    };
  }

  @Override
  public int compareTo(Right other) {
    int order = group.compareTo(other.group);
    order = order != 0 ? order : resource.compareTo(other.resource);
    order = order != 0 ? order : verb.compareTo(other.verb);
    return order != 0 ? order : name.compareTo(other.name);
  }
}
