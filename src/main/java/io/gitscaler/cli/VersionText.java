package io.gitscaler.cli;

import picocli.CommandLine.IVersionProvider;

/** {@code gitscaler 1.2.3 (Java 25.0.1)}. */
final class VersionText implements IVersionProvider {
  /** The version in the jar's manifest. */
  static String version() {
    String version = VersionText.class.getPackage().getImplementationVersion();
    return version == null ? "(unpackaged)" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"gitscaler " + version() + " (Java " + Runtime.version() + ")"};
  }
}
