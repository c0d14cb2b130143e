package io.gitscaler.policyfile;

import io.gitscaler.policy.PolicyId;
import io.gitscaler.policyfile.YamlNode.Mapping;
import org.jspecify.annotations.Nullable;

/** Tells which documents are policies, and whose: also of documents that are otherwise wrong. */
final class Identity {
  private Identity() {}

  /** Whether this is a ScalerPolicy, or was most likely meant as one: either its kind or its API group says so. */
  static boolean isPolicy(@Nullable YamlNode node) {
    if (!(node instanceof Mapping mapping)) {
      return false;
    }
    String apiVersion = mapping.text("apiVersion");
    return PolicyDocument.KIND.equals(mapping.text("kind"))
        || (apiVersion != null && apiVersion.startsWith(PolicyDocument.GROUP + "/"));
  }

  /** Whether this is a ScalerPolicy of the version that can be read. */
  static boolean isSupported(Mapping mapping) {
    return PolicyDocument.API_VERSION.equals(mapping.text("apiVersion"))
        && PolicyDocument.KIND.equals(mapping.text("kind"));
  }

  static @Nullable PolicyId of(@Nullable YamlNode node) {
    if (!(node instanceof Mapping mapping)
        || !(mapping.get("metadata") instanceof Mapping metadata)) {
      return null;
    }
    String namespace = metadata.text("namespace");
    String name = metadata.text("name");
    return namespace != null
            && name != null
            && Form.DNS_LABEL.fits(namespace)
            && Form.DNS_NAME.fits(name)
        ? new PolicyId(namespace, name)
        : null;
  }

  /** A document that is no policy, in words. */
  static String describe(YamlNode node) {
    if (!(node instanceof Mapping mapping)) {
      return "is not a Kubernetes document";
    }
    String kind = mapping.text("kind");
    String apiVersion = mapping.text("apiVersion");
    if (kind == null) {
      return "names no kind";
    }
    return "is a "
        + Wording.cut(kind)
        + (apiVersion == null ? "" : " of " + Wording.cut(apiVersion));
  }
}
