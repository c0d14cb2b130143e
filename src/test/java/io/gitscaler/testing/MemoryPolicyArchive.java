package io.gitscaler.testing;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.KeptPolicies;
import io.gitscaler.policy.PolicyArchive;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An archive in memory that counts its writes and can be out of reach. */
public final class MemoryPolicyArchive implements PolicyArchive {
  public int writes;
  public boolean outOfReach;
  private List<KeptPolicies> kept = List.of();
  private final Map<String, byte[]> files = new HashMap<>();

  @Override
  public List<KeptPolicies> kept() {
    if (outOfReach) {
      throw new OutsideFailure(FailureKind.FORBIDDEN, "archive", "may not be read", "");
    }
    return kept;
  }

  @Override
  public byte[] files(KeptPolicies version) {
    return Objects.requireNonNull(files.get(version.content()));
  }

  @Override
  public void keep(List<KeptPolicies> versions, byte[] newest) {
    writes++;
    if (newest.length > 0) {
      files.put(versions.getFirst().content(), newest);
    }
    kept = List.copyOf(versions);
    files.keySet().retainAll(kept.stream().map(KeptPolicies::content).toList());
  }
}
