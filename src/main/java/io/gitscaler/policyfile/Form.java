package io.gitscaler.policyfile;

import java.util.regex.Pattern;

/** What a text must look like. The names' rules are those of the Kubernetes API server. */
enum Form {
  ANY("[^\\u0000]*", 32_768, "text of at most 32768 characters without a zero character"),
  SENTENCE(
      "[^\\u0000-\\u001f]*[^\\u0000-\\u0020][^\\u0000-\\u001f]*",
      500,
      "one line of text, not blank"),
  API_VERSION(
      "([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[a-z]([-a-z0-9]*[a-z0-9])?",
      253,
      "an API version such as apps/v1"),
  KIND("[A-Z][A-Za-z0-9]*", 63, "a kind such as Deployment"),
  DNS_LABEL(
      "[a-z0-9]([-a-z0-9]*[a-z0-9])?",
      63,
      "a name of at most 63 lower-case letters, digits and '-', with a letter or digit at both"
          + " ends"),
  DNS_NAME(
      "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*",
      253,
      "a name of at most 253 lower-case letters, digits, '-' and '.', with a letter or digit at"
          + " both ends"),
  /** What can stand between two slashes of a URL's path. */
  PATH_SEGMENT(
      "(?!\\.{1,2}$)[^/%\\u0000-\\u0020]+",
      253, "a name of at most 253 characters without '/', '%' and spaces, other than '.' and '..'"),
  RESOURCE(
      "([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?",
      253,
      "a resource such as cpu or memory"),
  LABEL_KEY(
      "([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?",
      317,
      "a label key such as app or example.com/tier"),
  LABEL_VALUE(
      "([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?",
      63,
      "a label value of at most 63 letters, digits, '-', '_' and '.'"),
  HTTP_METHOD("[A-Z]{1,20}", 20, "an HTTP method in capitals such as GET or POST"),
  URL("https?://[^\\u0000-\\u0020]+", 2_048, "a URL that starts with http:// or https://"),
  VARIABLE("[A-Za-z_][A-Za-z0-9_]*", 128, "the name of an environment variable such as API_TOKEN");

  private final Pattern pattern;
  private final int maxLength;
  private final String words;

  Form(String pattern, int maxLength, String words) {
    this.pattern = Pattern.compile(pattern);
    this.maxLength = maxLength;
    this.words = words;
  }

  /** The length is looked at first, so the pattern never sees a giant text. */
  boolean fits(String text) {
    return text.length() <= maxLength && pattern.matcher(text).matches();
  }

  String regex() {
    return "^" + pattern.pattern() + "$";
  }

  int maxLength() {
    return maxLength;
  }

  /** The form in words: {@code a kind such as Deployment}. */
  String words() {
    return words;
  }
}
