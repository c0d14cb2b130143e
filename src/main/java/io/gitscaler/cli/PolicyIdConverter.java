package io.gitscaler.cli;

import io.gitscaler.policy.PolicyId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code NAMESPACE/POLICY}. */
final class PolicyIdConverter implements ITypeConverter<PolicyId> {
  @Override
  public PolicyId convert(String text) {
    try {
      return PolicyId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          "'" + text + "' is not of the form NAMESPACE/POLICY, such as shop/checkout");
    }
  }
}
