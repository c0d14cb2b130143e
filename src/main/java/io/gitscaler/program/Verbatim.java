package io.gitscaler.program;

/**
 * A program's answer to the letter, secrets included: for the program or the formula that comes next, and for nothing that is
 * shown or kept. So it does not say what it holds.
 */
public record Verbatim(String text) {
  @Override
  public String toString() {
    return "(" + text.length() + " characters)";
  }
}
