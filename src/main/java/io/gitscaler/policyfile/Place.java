package io.gitscaler.policyfile;

/** A place in a file; line and column are 1-based, columns count characters. */
record Place(int line, int column) {
  static final Place START = new Place(1, 1);
}
