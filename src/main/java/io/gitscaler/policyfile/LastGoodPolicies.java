package io.gitscaler.policyfile;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.KeptPolicies;
import io.gitscaler.policy.LastGood;
import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyArchive;
import io.gitscaler.policy.PolicyKeeper;
import io.gitscaler.policy.PolicyRevision;
import io.gitscaler.policy.PolicySource;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.policy.UntrustedCommit;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Policies from Git, or the last good ones: all of them where Git gives none, and single ones where they became invalid. Those say
 * so, and for how long they may act. A version that the source would no longer trust, such as one whose signature nobody looked at
 * when it was kept, never acts. Kept are the newest version and the older ones that a policy still acts on, as many as the archive takes.
 */
public final class LastGoodPolicies implements PolicySource, PolicyKeeper {
  /** How exactly it is known when a version was last what Git holds; a write in each run would cost more than it tells. */
  static final Duration PRECISION = Duration.ofMinutes(5);

  private static final Set<FailureKind> OUTAGES =
      EnumSet.of(FailureKind.GIT_UNREACHABLE, FailureKind.GIT_REFUSED, FailureKind.GIT_CONTENT);

  /**
   * Where the policies lie. Versions of another place are never acted on.
   *
   * @param source as their revision names it
   */
  public record Place(String source, String ref, String path) {
    boolean holds(KeptPolicies version) {
      PolicyRevision revision = version.revision();
      return revision.source().equals(source)
          && revision.ref().equals(ref)
          && version.path().equals(path);
    }
  }

  private final PolicySource git;
  private final CheckoutPolicies checkout;
  private final PolicyArchive archive;
  private final Place place;
  private final Duration maxAge;
  private final InstantSource clock;
  private final UnpackedPolicies unpacked;

  /**
   * Policies that were not read yet.
   *
   * @param git reads its checkouts by means of the checkout that {@code unpacked} knows
   * @param maxAge how long a version may act after it was last what Git holds
   */
  public LastGoodPolicies(
      PolicySource git,
      Place place,
      UnpackedPolicies unpacked,
      Duration maxAge,
      InstantSource clock) {
    this.git = git;
    this.checkout = unpacked.checkout();
    this.archive = unpacked.archive();
    this.place = place;
    this.maxAge = maxAge;
    this.clock = clock;
    this.unpacked = unpacked;
  }

  @Override
  public LoadedPolicies load() {
    unpacked.close();
    try {
      LoadedPolicies loaded = git.load();
      return loaded.problems().isEmpty() ? loaded : completed(loaded);
    } catch (OutsideFailure outage) {
      if (!OUTAGES.contains(outage.kind())) {
        throw outage;
      }
      return instead(outage);
    }
  }

  /** All policies of the newest version that is kept. */
  private LoadedPolicies instead(OutsideFailure outage) {
    List<KeptPolicies> kept;
    try {
      kept = kept();
    } catch (OutsideFailure alsoOut) {
      outage.addSuppressed(alsoOut);
      throw outage;
    }
    if (kept.isEmpty()) {
      throw outage;
    }
    KeptPolicies newest = kept.getFirst();
    LoadedPolicies old = unpacked.read(newest, lastGood(newest, outage));
    StandIns standIns = new StandIns(old, clock.instant());
    addOlder(standIns, kept.subList(1, kept.size()));
    return standIns.result(
        (outage instanceof UntrustedCommit
                ? "Git's policies are refused, so the last trusted ones "
                : "Git gives no policies, so the last good ones ")
            + standIns.doing(old.revision(), "act")
            + ": "
            + outage.sentence());
  }

  /** What was read, with the last good version of each policy that is invalid in it. */
  private LoadedPolicies completed(LoadedPolicies loaded) {
    StandIns standIns = new StandIns(loaded, clock.instant());
    try {
      addOlder(
          standIns,
          kept().stream()
              .filter(each -> !Objects.equals(each.revision().commit(), loaded.revision().commit()))
              .toList());
    } catch (OutsideFailure failure) {
      return standIns.result("the last good policies cannot be read: " + failure.sentence());
    }
    return standIns.result(null);
  }

  private void addOlder(StandIns standIns, List<KeptPolicies> versions) {
    for (KeptPolicies version : versions) {
      if (!standIns.complete()) {
        LastGood instead = new LastGood(version.asOf(), maxAge, LastGood.Cause.INVALID, "", null);
        standIns.add(unpacked.read(version, version.revision().with(instead)).policies());
      }
    }
  }

  private PolicyRevision lastGood(KeptPolicies version, OutsideFailure outage) {
    LastGood.Cause cause =
        outage instanceof UntrustedCommit ? LastGood.Cause.SIGNATURE : LastGood.Cause.GIT;
    String refused = outage instanceof UntrustedCommit untrusted ? untrusted.commit() : null;
    return version
        .revision()
        .with(new LastGood(version.asOf(), maxAge, cause, outage.sentence(), refused));
  }

  private List<KeptPolicies> kept() {
    return archive.kept().stream()
        .filter(place::holds)
        .filter(version -> git.trusts(version.revision()))
        .toList();
  }

  @Override
  public List<String> keep(LoadedPolicies loaded) {
    if (loaded.revision().commit() == null || loaded.revision().lastGood() != null) {
      return List.of();
    }
    try {
      return store(loaded, kept());
    } catch (PackedFolder.TooLargeException tooLarge) {
      return List.of(
          "the policies and their programs are not kept for a Git outage: "
              + tooLarge.getMessage()
              + ". Name a smaller folder with --policies-path.");
    } catch (IOException e) {
      return List.of("the policies are not kept for a Git outage: " + e);
    } catch (OutsideFailure failure) {
      return List.of("the policies are not kept for a Git outage: " + failure.sentence());
    }
  }

  /** What is to be said of it. */
  private List<String> store(LoadedPolicies loaded, List<KeptPolicies> kept) throws IOException {
    Instant now = clock.instant();
    List<KeptPolicies> older = actedOn(loaded, kept);
    KeptPolicies newest = kept.isEmpty() ? null : kept.getFirst();
    if (newest != null && Objects.equals(newest.revision().commit(), loaded.revision().commit())) {
      boolean ahead = newest.asOf().isAfter(now); // The clock was put back since.
      boolean fresh = !ahead && now.isBefore(newest.asOf().plus(PRECISION));
      List<KeptPolicies> wanted = versions(newest.at(now), older);
      if (!fresh || wanted.size() != kept.size()) {
        archive.keep(wanted, new byte[0]);
      }
      return dropped(older);
    }
    PackedFolder packed;
    try {
      packed = unpacked.pack(checkout.root());
    } catch (PackedFolder.TooLargeException tooLarge) {
      // What is kept is no longer the last good version, and must not be taken for it.
      archive.keep(older, new byte[0]);
      throw tooLarge;
    }
    archive.keep(
        versions(new KeptPolicies(loaded.revision(), place.path(), now, packed.id()), older),
        packed.zip());
    return dropped(older);
  }

  private static List<String> dropped(List<KeptPolicies> older) {
    return older.stream()
        .skip(PolicyArchive.MOST_VERSIONS - 1)
        .map(
            version ->
                "commit "
                    + version.revision().shortName()
                    + " is no longer kept: policies act in more than "
                    + (PolicyArchive.MOST_VERSIONS - 1)
                    + " older versions. Those that act in it stop with the next run."
                    + " Correct the policies that are invalid.")
        .toList();
  }

  private static List<KeptPolicies> versions(KeptPolicies newest, List<KeptPolicies> older) {
    List<KeptPolicies> versions = new ArrayList<>(List.of(newest));
    versions.addAll(older);
    return versions.subList(0, Math.min(versions.size(), PolicyArchive.MOST_VERSIONS));
  }

  private static List<KeptPolicies> actedOn(LoadedPolicies loaded, List<KeptPolicies> kept) {
    Set<String> commits =
        loaded.policies().stream()
            .map(ScalingPolicy::origin)
            .map(origin -> origin.instead() == null ? null : origin.instead().commit())
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    return kept.stream().filter(each -> commits.contains(each.revision().commit())).toList();
  }

  @Override
  public void close() {
    unpacked.close();
    git.close();
  }
}
