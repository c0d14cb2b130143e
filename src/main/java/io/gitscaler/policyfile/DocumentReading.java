package io.gitscaler.policyfile;

import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.PolicyOrigin;
import io.gitscaler.policy.PolicyProblem;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.policy.TargetRef;
import io.gitscaler.policyfile.YamlNode.Mapping;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One ScalerPolicy document after reading.
 *
 * @param binding knows what is wrong with it
 * @param id null where it could not be read
 * @param policy null where the document has problems of its own
 */
record DocumentReading(
    PolicyFile file,
    Place place,
    Binding binding,
    PolicyDocument document,
    @Nullable PolicyId id,
    @Nullable ScalingPolicy policy) {
  private static final Set<String> HEADER = Set.of("apiVersion", "kind");

  static DocumentReading of(Mapping mapping, PolicyFile file) {
    Binding binding = new Binding();
    PolicyId id = Identity.of(mapping);
    PolicyDocument document = binding.read(PolicyDocument.class, mapping, "");
    ScalingPolicy policy = null;
    if (Identity.isSupported(mapping)) {
      PolicyOrigin origin = new PolicyOrigin(file.name(), mapping.place().line(), file.folder());
      ProgramFiles programFiles = new ProgramFiles(file.folder(), file.checkoutRoot());
      policy = new PolicyConverter(binding, programFiles).convert(document, mapping, id, origin);
    } else {
      binding.complaints().retain(HEADER); // Another version has other fields.
      if (binding.complaints().isEmpty()) { // The header's own names are misspelled.
        binding
            .complaints()
            .add(
                mapping.place(),
                "",
                "This is no complete ScalerPolicy. Give it the fields apiVersion: %s and kind: %s."
                    .formatted(PolicyDocument.API_VERSION, PolicyDocument.KIND));
      }
    }
    return new DocumentReading(file, mapping.place(), binding, document, id, policy);
  }

  @Nullable TargetRef target() {
    return PolicyConverter.target(document);
  }

  /** Where the document is: {@code shop/checkout.yaml:14}. */
  String where() {
    return file.name() + ":" + place.line();
  }

  /** Whether it has programs that run in its folder; those that are asked over HTTP see nothing of it. */
  boolean startsProcesses() {
    return !binding.all(PolicyDocument.Shell.class).isEmpty();
  }

  /** Stops this policy for a reason that lies outside of its document. */
  void stop(String message) {
    binding.complaints().add(place, "", message);
  }

  /** The policy, where nothing at all is wrong with it. */
  @Nullable ScalingPolicy usable() {
    return binding.complaints().isEmpty() ? policy : null;
  }

  List<PolicyProblem> problems() {
    return binding.complaints().problems(place -> file.name(), id);
  }
}
