package io.gitscaler.kubernetes;

import io.gitscaler.policy.LabelSelector;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One request to a metrics API; equal requests are sent once.
 *
 * @param api group of the API, such as {@code external.metrics.k8s.io}
 * @param path from the leading slash on, query included
 * @param where what it is about, for messages
 */
record MetricRequest(String api, String path, String where) {
  /** A path segment; names of metrics may hold slashes and bars. */
  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** A query parameter with its separator, or nothing for an empty selector. */
  static String parameter(String separator, String name, @Nullable LabelSelector selector) {
    return selector == null ? "" : parameter(separator, name, selector.toString());
  }

  static String parameter(String separator, String name, String selector) {
    return selector.isEmpty() ? "" : separator + name + "=" + segment(selector);
  }
}
