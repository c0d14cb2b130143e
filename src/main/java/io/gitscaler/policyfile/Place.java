package io.gitscaler.policyfile;

/** A place in a file; line and column are 1-based, columns count characters. */
public record Place(int line, int column) {
  public static final Place START = new Place(1, 1);
}
