package io.gitscaler;

import io.gitscaler.cli.usecase.SettingsFile;
import io.gitscaler.policy.PolicyProblem;
import io.gitscaler.policyfile.Place;
import io.gitscaler.policyfile.YamlDocuments;
import io.gitscaler.policyfile.YamlNode;
import io.gitscaler.policyfile.YamlNode.Mapping;
import io.gitscaler.policyfile.YamlNode.Scalar;
import io.gitscaler.policyfile.YamlNode.Sequence;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a file of settings: one mapping, from the names of flags to values or lists of values. */
public final class SettingsReading {
  private final String file;
  private final List<SettingsFile.Entry> entries = new ArrayList<>();
  private final List<PolicyProblem> problems = new ArrayList<>();

  private SettingsReading(String file) {
    this.file = file;
  }

  /** All that the file says and all that is wrong with it. Never throws for what the file holds, or for its absence. */
  public static SettingsFile read(Path path) {
    SettingsReading reading = new SettingsReading(path.toString());
    if (Files.exists(path)) {
      reading.documents(YamlDocuments.read(path));
    } else {
      reading.problem(
          Place.START,
          "",
          "There is no such file. Name one that is there with --config, or leave it out.");
    }
    return new SettingsFile(reading.entries, reading.problems);
  }

  private void documents(YamlDocuments yaml) {
    for (int i = 0; i < yaml.documents().size(); i++) {
      if (i == 0) {
        document(yaml.documents().getFirst());
      } else {
        problem(
            yaml.documents().get(i).place(),
            "",
            "Settings are one document. Put these lines into the first.");
      }
    }
    if (yaml.fault() != null) {
      problem(yaml.fault().place(), "", yaml.fault().message());
    }
  }

  private void document(YamlNode root) {
    if (root instanceof Mapping mapping) {
      Map<String, Place> seen = new HashMap<>();
      mapping.entries().forEach(entry -> entry(entry, seen));
    } else if (!(root instanceof Scalar scalar && scalar.isNull())) {
      problem(root.place(), "", "These are no settings. Write lines such as \"passes: 4\".");
    }
  }

  private void entry(YamlNode.Entry entry, Map<String, Place> seen) {
    Place place = entry.key().place();
    String key = entry.name();
    if (key == null) {
      problem(place, "", "This is no name of a setting. Write a flag's name without its dashes.");
      return;
    }
    Place first = seen.putIfAbsent(key, place);
    if (first != null) {
      problem(place, key, "It is set in line " + first.line() + " already. Remove one of the two.");
      return;
    }
    switch (entry.value()) {
      case Scalar scalar -> scalar(place, key, scalar);
      case Sequence sequence -> list(place, key, sequence);
      case Mapping mapping ->
          problem(place, key, "It has fields below it. Write a single value, or a list of them.");
    }
  }

  private void scalar(Place place, String key, Scalar scalar) {
    if (scalar.isNull() || scalar.text().isEmpty()) {
      problem(place, key, "It has no value. Write one, or remove the line.");
    } else {
      add(place, key, List.of(scalar.text()), false);
    }
  }

  private void list(Place place, String key, Sequence sequence) {
    List<String> values = new ArrayList<>();
    for (YamlNode item : sequence.items()) {
      if (item instanceof Scalar scalar && !scalar.isNull()) {
        values.add(scalar.text());
      } else {
        problem(item.place(), key, "An item of this list is no single value. Write one.");
        return;
      }
    }
    if (values.isEmpty()) {
      problem(place, key, "The list is empty. Write its items, or remove the line.");
    } else {
      add(place, key, values, true);
    }
  }

  private void add(Place place, String key, List<String> values, boolean isList) {
    entries.add(new SettingsFile.Entry(file, place.line(), place.column(), key, values, isList));
  }

  private void problem(Place place, String key, String message) {
    problems.add(new PolicyProblem(file, place.line(), place.column(), key, message, null));
  }
}
