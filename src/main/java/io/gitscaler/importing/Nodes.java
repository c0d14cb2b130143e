package io.gitscaler.importing;

import io.gitscaler.policyfile.Place;
import io.gitscaler.policyfile.YamlNode;
import io.gitscaler.policyfile.YamlNode.Mapping;
import io.gitscaler.policyfile.YamlNode.Scalar;
import io.gitscaler.policyfile.YamlNode.Sequence;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Changes whole trees of nodes. */
final class Nodes {
  private Nodes() {}

  /** Whether it is null in YAML, which the Kubernetes API reads as absent. */
  static boolean isNull(@Nullable YamlNode node) {
    return node == null || (node instanceof Scalar scalar && scalar.isNull());
  }

  static @Nullable Mapping mapping(@Nullable Mapping parent, String field) {
    return parent != null && parent.get(field) instanceof Mapping mapping ? mapping : null;
  }

  static List<YamlNode> items(@Nullable YamlNode node) {
    return node instanceof Sequence sequence ? sequence.items() : List.of();
  }

  /** Without the fields that are null. */
  static YamlNode withoutNulls(YamlNode node) {
    return rebuilt(node, UnaryOperator.identity(), UnaryOperator.identity());
  }

  /** All of it at one place, for text within a value. */
  static YamlNode at(Place place, YamlNode node) {
    return rebuilt(node, any -> place, UnaryOperator.identity());
  }

  /** With names as the API spells them: {@code StabilizationWindowSeconds} has a small letter in front. */
  static YamlNode withSmallNames(YamlNode node) {
    return rebuilt(
        node,
        UnaryOperator.identity(),
        name -> name.isEmpty() ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1));
  }

  /** The same mapping with another value of a field, where it has that field. */
  static YamlNode changed(YamlNode node, String field, UnaryOperator<YamlNode> change) {
    if (!(node instanceof Mapping mapping)) {
      return node;
    }
    return new Mapping(
        mapping.place(),
        mapping.tag(),
        mapping.entries().stream()
            .map(
                entry ->
                    field.equals(entry.name()) && !isNull(entry.value())
                        ? new YamlNode.Entry(entry.key(), change.apply(entry.value()))
                        : entry)
            .toList());
  }

  private static YamlNode rebuilt(
      YamlNode node, UnaryOperator<Place> place, UnaryOperator<String> name) {
    return switch (node) {
      case Scalar scalar ->
          new Scalar(place.apply(scalar.place()), scalar.tag(), scalar.text(), scalar.plain());
      case Sequence sequence ->
          new Sequence(
              place.apply(sequence.place()),
              sequence.tag(),
              sequence.items().stream().map(item -> rebuilt(item, place, name)).toList());
      case Mapping mapping ->
          new Mapping(
              place.apply(mapping.place()),
              mapping.tag(),
              mapping.entries().stream()
                  .filter(entry -> !isNull(entry.value()))
                  .map(entry -> rebuilt(entry, place, name))
                  .toList());
    };
  }

  private static YamlNode.Entry rebuilt(
      YamlNode.Entry entry, UnaryOperator<Place> place, UnaryOperator<String> name) {
    YamlNode key = rebuilt(entry.key(), place, name);
    if (key instanceof Scalar scalar) {
      key = new Scalar(scalar.place(), scalar.tag(), name.apply(scalar.text()), scalar.plain());
    }
    return new YamlNode.Entry(key, rebuilt(entry.value(), place, name));
  }
}
