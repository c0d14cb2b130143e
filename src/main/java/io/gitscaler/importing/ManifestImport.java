package io.gitscaler.importing;

import io.gitscaler.policy.PolicyProblem;
import io.gitscaler.policyfile.Place;
import io.gitscaler.policyfile.PolicyDraft;
import io.gitscaler.policyfile.PolicyDrafts;
import io.gitscaler.policyfile.YamlDocuments;
import io.gitscaler.policyfile.YamlNode;
import io.gitscaler.policyfile.YamlNode.Mapping;
import io.gitscaler.policyfile.YamlNode.Scalar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns manifests into policies. A manifest that is wrong gives no policy, and the others do. */
public final class ManifestImport {
  private static final Comparator<PolicyProblem> ORDER =
      Comparator.comparing(PolicyProblem::file)
          .thenComparingInt(PolicyProblem::line)
          .thenComparingInt(PolicyProblem::column);

  private final @Nullable String namespace;
  private final List<PolicyDraft> drafts = new ArrayList<>();
  private final List<PolicyProblem> problems = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();

  private ManifestImport(@Nullable String namespace) {
    this.namespace = namespace;
  }

  /**
   * What files gave.
   *
   * @param policies in the order of the files
   * @param problems ordered by file and line
   * @param skipped one sentence for each document of another kind
   */
  public record Imported(
      List<PolicyDrafts.Written> policies, List<PolicyProblem> problems, List<String> skipped) {
    public Imported {
      policies = List.copyOf(policies);
      problems = List.copyOf(problems);
      skipped = List.copyOf(skipped);
    }
  }

  /**
   * Reads files and everything in them.
   *
   * @param namespace for manifests that name none; null makes those a problem
   */
  public static Imported read(List<Path> files, @Nullable String namespace) {
    ManifestImport reading = new ManifestImport(namespace);
    files.forEach(reading::file);
    PolicyDrafts.Outcome outcome = PolicyDrafts.write(reading.drafts);
    List<PolicyProblem> problems = new ArrayList<>(reading.problems);
    problems.addAll(outcome.problems());
    problems.sort(ORDER);
    return new Imported(outcome.policies(), problems, reading.skipped);
  }

  private void file(Path file) {
    String name = file.toString();
    if (Files.isDirectory(file)) {
      problem(name, Place.START, "This is a folder. Name its files, such as " + name + "/*.yaml.");
      return;
    }
    if (!Files.exists(file)) {
      problem(name, Place.START, "There is no such file. Check the spelling of the path.");
      return;
    }
    YamlDocuments content = YamlDocuments.read(file);
    YamlDocuments.Fault fault = content.fault();
    if (fault != null) {
      // Half a file may be half a manifest.
      problem(name, fault.place(), fault.message());
      return;
    }
    Path folder = file.toAbsolutePath().normalize().resolveSibling("");
    content.documents().forEach(document -> document(name, folder, document));
  }

  private void document(String file, Path folder, YamlNode document) {
    if (!(document instanceof Mapping object)) {
      if (!(document instanceof Scalar scalar && scalar.isNull())) {
        skip(file, document, "is not a Kubernetes document");
      }
      return;
    }
    Manifest manifest = new Manifest(file, folder, object);
    if (manifest.isList()) {
      Nodes.items(object.get("items")).forEach(item -> document(file, folder, item));
    } else if (!manifest.isAutoscaler()) {
      skip(file, object, manifest.kind().isEmpty() ? "names no kind" : "is a " + manifest.kind());
    } else {
      Conversion conversion = new Conversion(manifest, namespace);
      drafts.add(
          manifest.kind().equals(Manifest.HPA)
              ? new HpaConverter(conversion).convert()
              : new CpaConverter(conversion).convert());
    }
  }

  private void skip(String file, YamlNode node, String what) {
    skipped.add(file + ":" + node.place().line() + " " + what + "; it is skipped.");
  }

  private void problem(String file, Place place, String message) {
    problems.add(new PolicyProblem(file, place.line(), place.column(), "", message, null));
  }
}
