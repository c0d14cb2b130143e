package io.gitscaler.kubernetes;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A right that the API server's authorizer says is missing.
 *
 * <p>A status of 403 carries no more than a sentence, and admission answers with the same status. The sentence is the only
 * place that tells the two apart and that names the user; its form is part of RBAC's tests upstream and has not changed since
 * 1.14: {@code User "u" cannot update resource "deployments/scale" in API group "apps" in the namespace "shop"}.
 *
 * @param user as the API server knows it
 * @param resource plural, with the subresource where one is meant
 * @param group empty for the core group
 * @param namespace empty where the right is missing in the whole cluster
 */
record RbacDenial(String user, String verb, String resource, String group, String namespace) {
  private static final Pattern SENTENCE =
      Pattern.compile(
          "User \"([^\"]*)\" cannot (\\S+) resource \"([^\"]+)\" in API group \"([^\"]*)\""
              + "(?: in the namespace \"([^\"]+)\")?");
  private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

  /** Empty where the sentence does not speak of a missing right. */
  static Optional<RbacDenial> parse(String sentence) {
    Matcher matcher = SENTENCE.matcher(sentence);
    if (!matcher.find()) {
      return Optional.empty();
    }
    String namespace = matcher.group(5) == null ? "" : matcher.group(5);
    return Optional.of(
        new RbacDenial(
            matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4), namespace));
  }

  /** What is missing, without a full stop. */
  String what() {
    String place = namespace.isEmpty() ? "in the cluster" : "in namespace " + namespace;
    String missing = subject() + " may not " + verb + " " + resource + " " + place;
    return isNobody() ? "no credentials were sent, and " + missing : missing;
  }

  /** What to do about it, as a sentence. A rule for nobody would be one for everybody who reaches the API server. */
  String advice() {
    if (isNobody()) {
      return "Give the user in the kubeconfig a token, a client certificate or an exec plugin; in a pod, mount the"
          + " service account's token.";
    }
    String role = namespace.isEmpty() ? "a ClusterRole" : "a Role in namespace " + namespace;
    return "Add this rule to "
        + role
        + " that is bound to "
        + subject()
        + ": {apiGroups: [\""
        + group
        + "\"], resources: [\""
        + resource
        + "\"], verbs: [\""
        + verb
        + "\"]}.";
  }

  private boolean isNobody() {
    return user.equals("system:anonymous") || user.equals("system:unauthenticated");
  }

  private String subject() {
    if (user.startsWith(SERVICE_ACCOUNT)) {
      return "service account " + user.substring(SERVICE_ACCOUNT.length()).replace(':', '/');
    }
    return "user " + user;
  }
}
