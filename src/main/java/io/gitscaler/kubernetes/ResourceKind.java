package io.gitscaler.kubernetes;

/**
 * A kind as discovery describes it.
 *
 * @param group empty for the core group
 * @param plural name of the resource in paths
 * @param scalable whether it has a scale subresource
 */
record ResourceKind(
    String group,
    String version,
    String kind,
    String plural,
    boolean namespaced,
    boolean scalable) {
  /** Path of the collection. */
  String path(String namespace) {
    String root = group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
    return root + "/namespaces/" + namespace + "/" + plural;
  }

  /** {@code deployments.apps}, as kubectl says. */
  String fullName() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  /** {@code deployments.apps shop/checkout}. */
  String where(String namespace, String name) {
    return fullName() + " " + namespace + "/" + name;
  }
}
