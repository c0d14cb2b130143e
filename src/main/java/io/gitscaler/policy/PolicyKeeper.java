package io.gitscaler.policy;

import java.util.List;

/** Keeps what a run read for a later run to which Git gives nothing. */
@FunctionalInterface
public interface PolicyKeeper {
  /** For policies that need no keeping, and for who may not write. */
  PolicyKeeper NONE = loaded -> List.of();

  /**
   * Keeps these policies while their source is open; writes only where something changed.
   *
   * @return one sentence for each thing that could not be kept; never an exception for what happens outside
   */
  List<String> keep(LoadedPolicies loaded);
}
