package io.gitscaler.policyfile;

import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyProblem;
import io.gitscaler.policy.PolicyRevision;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.policyfile.YamlNode.Mapping;
import io.gitscaler.policyfile.YamlNode.Scalar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Collects what the files hold, then looks at all of it together. */
final class Reading {
  static final Comparator<PolicyProblem> ORDER =
      Comparator.comparing(PolicyProblem::file)
          .thenComparingInt(PolicyProblem::line)
          .thenComparingInt(PolicyProblem::column);

  private final List<DocumentReading> documents = new ArrayList<>();
  private final List<PolicyProblem> problems = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();
  private final List<Path> refused = new ArrayList<>();
  private final Set<Path> read = new HashSet<>();
  private final BiConsumer<PolicyFile, Mapping> others;
  private int files;

  Reading() {
    this((file, document) -> {});
  }

  /**
   * A reading that passes documents of other kinds on.
   *
   * @param others takes each of them with its file
   */
  Reading(BiConsumer<PolicyFile, Mapping> others) {
    this.others = others;
  }

  /**
   * Reads all files below a folder.
   *
   * @param prefix put before the files' names; may be empty
   */
  void folder(Path root, String prefix, Path checkoutRoot) {
    PolicyTree tree;
    try {
      tree = PolicyTree.walk(root, checkoutRoot);
    } catch (IOException e) {
      throw PolicyFileReader.unreadable(root, e);
    }
    int first = documents.size();
    for (Path path : tree.files()) {
      Path folder = Objects.requireNonNull(path.getParent());
      file(new PolicyFile(name(root, prefix, path), path, folder, checkoutRoot));
    }
    for (Path path : tree.others()) {
      problem(name(root, prefix, path), Place.START, "This is no file. Remove it.");
    }
    for (Path path : tree.unreadable()) {
      problem(name(root, prefix, path), Place.START, "This cannot be read. Check who may read it.");
    }
    List<DocumentReading> read = documents.subList(first, documents.size());
    for (Path link : tree.escapes()) {
      refuse(link, name(root, prefix, link), read);
    }
    refused.addAll(tree.escapes());
  }

  /** A link out of the checkout is a problem of its own, and stops the policies whose programs could come upon it. */
  private void refuse(Path link, String name, List<DocumentReading> read) {
    problem(name, Place.START, "The link leads out of the checkout. Put the file here instead.");
    for (DocumentReading document : read) {
      if (document.startsProcesses() && link.startsWith(document.file().folder())) {
        document.stop(
            "The link "
                + name
                + " leads out of the checkout, and this policy's programs could follow it. Put the file there"
                + " instead.");
      }
    }
  }

  /** The links that lead out of the checkout. */
  List<Path> refused() {
    return refused;
  }

  private void problem(String file, Place place, String message) {
    problems.add(new PolicyProblem(file, place.line(), place.column(), "", message, null));
  }

  private static String name(Path root, String prefix, Path path) {
    String relative = root.relativize(path).toString().replace('\\', '/');
    return Wording.clean(
        prefix.isEmpty() || prefix.endsWith("/") ? prefix + relative : prefix + "/" + relative);
  }

  /** Reads a file, unless it was read before: somebody may name a folder and a file in it. */
  void file(PolicyFile file) {
    if (!read.add(file.path())) {
      return;
    }
    files++;
    YamlFile.Content content;
    try {
      content = YamlFile.read(PolicyText.read(file.path()));
    } catch (UnreadableFile e) {
      problem(file.name(), e.place(), e.sentence());
      return;
    }
    YamlFile.Broken broken = content.broken();
    for (YamlNode node : content.documents()) {
      document(node, file, broken);
    }
    if (broken != null) {
      Place place = broken.place();
      problems.add(
          new PolicyProblem(
              file.name(),
              place.line(),
              place.column(),
              "",
              broken.message(),
              Identity.of(broken.document())));
    }
  }

  private void document(YamlNode node, PolicyFile file, YamlFile.@Nullable Broken broken) {
    if (node instanceof Mapping mapping && Identity.isPolicy(mapping)) {
      DocumentReading reading = DocumentReading.of(mapping, file);
      if (broken != null) {
        reading.stop("The file cannot be read to its end: see line " + broken.place().line() + ".");
      }
      documents.add(reading);
    } else if (!(node instanceof Scalar scalar && scalar.isNull())) {
      String what = Identity.describe(node);
      if (node instanceof Mapping mapping) {
        others.accept(file, mapping);
      }
      skipped.add(file.name() + ":" + node.place().line() + " " + what + "; it is skipped.");
    }
  }

  /** The documents of policies, whatever is wrong with them. */
  List<DocumentReading> documents() {
    return documents;
  }

  /**
   * The same, with a notice where nothing at all was found: no policy, and nothing wrong either.
   *
   * @param where the place in the words of whoever named it
   * @param advice what to do, as a full sentence
   */
  LoadedPolicies result(PolicyRevision revision, String where, String advice) {
    LoadedPolicies loaded = result(revision);
    if (!loaded.policies().isEmpty() || !loaded.problems().isEmpty()) {
      return loaded;
    }
    String what =
        switch (files) {
          case 0 -> "no file there has a name that ends with .yaml or .yml";
          case 1 -> "the only file there holds no ScalerPolicy";
          default -> "none of the " + files + " files there holds a ScalerPolicy";
        };
    return loaded.withNotice("there are no policies in " + where + ": " + what + ". " + advice);
  }

  LoadedPolicies result(PolicyRevision revision) {
    Duplicates.stop(documents);
    List<ScalingPolicy> policies = new ArrayList<>();
    for (DocumentReading document : documents) {
      ScalingPolicy policy = document.usable();
      if (policy != null) {
        policies.add(policy);
      }
      problems.addAll(document.problems());
    }
    policies.sort(Comparator.comparing(ScalingPolicy::id));
    problems.sort(ORDER);
    return new LoadedPolicies(revision, policies, problems, skipped);
  }
}
