package io.gitscaler.policyfile;

import io.gitscaler.policy.LastGood;
import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.PolicyProblem;
import io.gitscaler.policy.PolicyRevision;
import io.gitscaler.policy.ScalingPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Fills the places of invalid policies with their last good versions. A policy that is invalid is known by its identity; where a
 * file hides which policies it holds, all that were in it count. Nothing stands in for a policy whose target another one has now.
 */
final class StandIns {
  private final LoadedPolicies loaded;
  private final Instant now;
  private final List<ScalingPolicy> policies;
  private final List<String> notices = new ArrayList<>();
  private final TreeMap<PolicyId, PolicyProblem> missing = new TreeMap<>();
  private final TreeMap<String, PolicyProblem> hidden = new TreeMap<>();
  private final Set<PolicyId> taken = new TreeSet<>();
  private final Set<List<String>> targets = new HashSet<>();

  StandIns(LoadedPolicies loaded, Instant now) {
    this.loaded = loaded;
    this.now = now;
    this.policies = new ArrayList<>(loaded.policies());
    for (ScalingPolicy policy : policies) {
      taken.add(policy.id());
      targets.add(target(policy));
    }
    for (PolicyProblem problem : loaded.problems()) {
      PolicyId id = problem.policy();
      if (id == null) {
        hidden.putIfAbsent(problem.file(), problem);
      } else if (!taken.contains(id)) {
        missing.putIfAbsent(id, problem);
      }
    }
  }

  /** Whether no policy is known to be missing any more. */
  boolean complete() {
    return hidden.isEmpty() && taken.containsAll(missing.keySet());
  }

  /** Offers the policies of an older version; newer versions are offered first. */
  void add(List<ScalingPolicy> older) {
    for (ScalingPolicy policy : older) {
      PolicyProblem problem = missing.get(policy.id());
      if (problem == null) {
        problem = hidden.get(policy.origin().file());
      }
      if (problem != null && !taken.contains(policy.id()) && targets.add(target(policy))) {
        taken.add(policy.id());
        policies.add(standIn(policy, problem));
      }
    }
  }

  private ScalingPolicy standIn(ScalingPolicy policy, PolicyProblem problem) {
    PolicyRevision revision = Objects.requireNonNull(policy.origin().instead());
    LastGood old = Objects.requireNonNull(revision.lastGood());
    notices.add(policy.id() + " is invalid; its last good version " + doing(revision, "acts"));
    return policy.insteadFrom(
        revision.with(
            new LastGood(
                old.asOf(), old.maxAge(), LastGood.Cause.INVALID, problem.toString(), null)));
  }

  /**
   * What an older version does: it acts, or its time is over.
   *
   * @param act the verb for the first
   */
  String doing(PolicyRevision older, String act) {
    LastGood old = Objects.requireNonNull(older.lastGood());
    String which = "commit " + older.shortName() + " as of " + old.asOf();
    return old.tooOldAt(now)
        ? "("
            + which
            + ") could act only until "
            + old.until()
            + ", and targets keep their replicas"
        : act + ", " + which + ", until " + old.until();
  }

  /** Two policies of one target would scale it in turns. */
  private static List<String> target(ScalingPolicy policy) {
    return List.of(
        policy.id().namespace(),
        policy.target().apiVersion().replaceFirst("/.*", ""),
        policy.target().kind(),
        policy.target().name());
  }

  LoadedPolicies result(@Nullable String notice) {
    List<String> all = new ArrayList<>(notices);
    if (notice != null) {
      all.addFirst(notice);
    }
    policies.sort(Comparator.comparing(ScalingPolicy::id));
    return new LoadedPolicies(
        loaded.revision(), policies, loaded.problems(), loaded.skipped(), all);
  }
}
