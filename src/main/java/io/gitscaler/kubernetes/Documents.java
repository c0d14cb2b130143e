package io.gitscaler.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Objects as programs get them: whole, as {@code kubectl get -o json} prints them, without {@code metadata.managedFields},
 * which is half of many objects and of no use to a program.
 */
final class Documents {
  private Documents() {}

  /** An object out of a list, which names its kind only once for all. */
  static String of(JsonNode object, ResourceKind kind) {
    String apiVersion =
        kind.group().isEmpty() ? kind.version() : kind.group() + "/" + kind.version();
    ObjectNode document =
        ApiRequests.JSON.createObjectNode().put("apiVersion", apiVersion).put("kind", kind.kind());
    object.properties().forEach(field -> document.set(field.getKey(), field.getValue()));
    if (document.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove("managedFields");
    }
    return document.toString();
  }
}
