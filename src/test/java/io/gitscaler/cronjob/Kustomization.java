package io.gitscaler.cronjob;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Assembles a folder as {@code kustomize build} does, as far as {@code cronjob/} makes use of it: resources, components, JSON
 * patches and tags of images. Anything else in a kustomization fails, so that nothing is overlooked.
 */
public final class Kustomization {
  public static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  private static final Set<String> KNOWN =
      Set.of("apiVersion", "kind", "resources", "components", "patches", "images");

  private Kustomization() {}

  /** The objects in the order in which they are named. */
  public static List<ObjectNode> build(Path folder) {
    return extend(List.of(), folder);
  }

  /** The objects of a kustomization that has the folder as its only resource, and these components. */
  public static List<ObjectNode> build(Path folder, List<Path> components) {
    List<ObjectNode> objects = build(folder);
    for (Path component : components) {
      objects = extend(objects, component);
    }
    return objects;
  }

  private static List<ObjectNode> extend(List<ObjectNode> inherited, Path folder) {
    JsonNode kustomization = single(folder.resolve("kustomization.yaml"));
    assertThat(kustomization.fieldNames()).toIterable().as(folder.toString()).isSubsetOf(KNOWN);
    List<ObjectNode> objects = new ArrayList<>(inherited);
    for (JsonNode resource : kustomization.path("resources")) {
      Path named = folder.resolve(resource.textValue()).normalize();
      objects.addAll(Files.isDirectory(named) ? build(named) : documents(named));
    }
    for (JsonNode component : kustomization.path("components")) {
      objects = extend(objects, folder.resolve(component.textValue()).normalize());
    }
    for (JsonNode patch : kustomization.path("patches")) {
      JsonNode operations = single(folder.resolve(patch.path("path").textValue()));
      ObjectNode target = target(objects, patch.path("target"));
      operations.forEach(operation -> apply(operation, target));
    }
    for (JsonNode image : kustomization.path("images")) {
      objects.forEach(object -> tag(object, image));
    }
    return objects;
  }

  private static ObjectNode target(List<ObjectNode> objects, JsonNode target) {
    List<ObjectNode> found =
        objects.stream()
            .filter(object -> object.path("kind").equals(target.path("kind")))
            .filter(object -> object.path("metadata").path("name").equals(target.path("name")))
            .toList();
    assertThat(found).as("target " + target).hasSize(1);
    return found.getFirst();
  }

  private static void apply(JsonNode operation, ObjectNode object) {
    String path = operation.path("path").textValue();
    int slash = path.lastIndexOf('/');
    JsonNode parent = object.at(path.substring(0, slash));
    String field = path.substring(slash + 1);
    if (parent instanceof ArrayNode list) {
      assertThat(operation.path("op").textValue() + " " + field).isEqualTo("add -");
      list.add(operation.path("value"));
      return;
    }
    assertThat(parent).as(path).isInstanceOf(ObjectNode.class);
    String op = operation.path("op").textValue();
    assertThat(parent.has(field)).as(path).isEqualTo(!"add".equals(op));
    if ("remove".equals(op)) {
      ((ObjectNode) parent).remove(field);
    } else {
      ((ObjectNode) parent).set(field, operation.path("value"));
    }
  }

  private static void tag(ObjectNode object, JsonNode image) {
    for (JsonNode parent : object.findParents("image")) {
      if (parent.path("image").equals(image.path("name"))) {
        ((ObjectNode) parent)
            .put("image", image.path("name").textValue() + ":" + image.path("newTag").textValue());
      }
    }
  }

  private static List<ObjectNode> documents(Path file) {
    try {
      return documents(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  static List<ObjectNode> documents(String text) throws IOException {
    try (var documents = YAML.readerFor(ObjectNode.class).<ObjectNode>readValues(text)) {
      return documents.readAll();
    }
  }

  private static JsonNode single(Path file) {
    try {
      return YAML.readTree(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
