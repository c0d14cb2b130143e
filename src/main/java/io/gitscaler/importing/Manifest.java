package io.gitscaler.importing;

import io.gitscaler.policyfile.YamlNode.Mapping;
import java.nio.file.Path;

/**
 * One object of the Kubernetes API as it is written in a file.
 *
 * @param file what the file is called in problems
 * @param folder absolute folder of the file
 */
record Manifest(String file, Path folder, Mapping object) {
  static final String HPA = "HorizontalPodAutoscaler";
  static final String CPA = "CustomPodAutoscaler";

  String kind() {
    String kind = object.text("kind");
    return kind == null ? "" : kind;
  }

  String apiVersion() {
    String apiVersion = object.text("apiVersion");
    return apiVersion == null ? "" : apiVersion;
  }

  /** Whether it can be turned into a policy. */
  boolean isAutoscaler() {
    return (kind().equals(HPA) && apiVersion().startsWith("autoscaling/"))
        || (kind().equals(CPA) && apiVersion().startsWith("custompodautoscaler.com/"));
  }

  /** Whether it is a list of objects, as {@code kubectl get} prints several. */
  boolean isList() {
    return kind().endsWith("List") && object.get("items") != null;
  }

  /** {@code hpa.yaml:3, HorizontalPodAutoscaler of autoscaling/v2}. */
  String origin() {
    return file + ":" + object.place().line() + ", " + kind() + " of " + apiVersion();
  }
}
