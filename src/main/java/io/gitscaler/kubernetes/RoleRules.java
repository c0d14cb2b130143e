package io.gitscaler.kubernetes;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Spells rights as the rules of a Role, as few as say exactly the same. */
final class RoleRules {
  private RoleRules() {}

  private record Resource(String group, String resource, NavigableSet<String> names) {}

  private record Verbs(String group, NavigableSet<String> names, List<String> verbs) {}

  static List<PolicyRule> of(Collection<Right> rights) {
    Map<Right, NavigableSet<String>> names = new TreeMap<>();
    for (Right right : rights) {
      names.computeIfAbsent(right.named(""), any -> new TreeSet<>()).add(right.name());
    }
    Map<Resource, NavigableSet<String>> verbs = new LinkedHashMap<>();
    names.forEach(
        (right, limited) -> {
          // A right to all includes the right to one.
          NavigableSet<String> to = limited.contains("") ? new TreeSet<>() : limited;
          Resource resource = new Resource(right.group(), right.resource(), to);
          verbs.computeIfAbsent(resource, any -> new TreeSet<>()).add(right.verb());
        });
    Map<Verbs, NavigableSet<String>> resources = new LinkedHashMap<>();
    verbs.forEach(
        (resource, allowed) -> {
          Verbs same = new Verbs(resource.group(), resource.names(), List.copyOf(allowed));
          resources.computeIfAbsent(same, any -> new TreeSet<>()).add(resource.resource());
        });
    return resources.entrySet().stream().map(one -> rule(one.getKey(), one.getValue())).toList();
  }

  private static PolicyRule rule(Verbs verbs, NavigableSet<String> resources) {
    return new PolicyRuleBuilder()
        .withApiGroups(verbs.group())
        .withResources(List.copyOf(resources))
        .withResourceNames(List.copyOf(verbs.names()))
        .withVerbs(verbs.verbs())
        .build();
  }
}
