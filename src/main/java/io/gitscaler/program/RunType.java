package io.gitscaler.program;

/** Tells a program whether its answer will be acted on; {@link #word()} is what it reads. */
public enum RunType {
  SCALER("scaler"),
  DRY_RUN("api_dry_run");

  private final String word;

  RunType(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
