package io.gitscaler.policyfile;

import io.gitscaler.policyfile.YamlNode.Mapping;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * A ScalerPolicy that was made from something else. Its nodes keep the places that they come from, so that what is wrong with it is
 * told in terms of the source.
 *
 * @param file what the source is called in problems
 * @param folder absolute folder of the source, in which the policy's programs are looked for
 * @param policy the document
 * @param origin what it was made from: {@code HorizontalPodAutoscaler of autoscaling/v2}
 * @param remarks what the reader should know: what was not carried over, and what to do about it
 * @param faults what keeps the source from becoming a policy
 * @param fileOf which file a place is in, as problems call it
 */
public record PolicyDraft(
    String file,
    Path folder,
    Mapping policy,
    String origin,
    List<String> remarks,
    List<Fault> faults,
    Function<Place, String> fileOf) {
  public PolicyDraft {
    remarks = List.copyOf(remarks);
    faults = List.copyOf(faults);
  }

  /** What is wrong at a place, and what to do. */
  public record Fault(Place place, String field, String message) {}
}
