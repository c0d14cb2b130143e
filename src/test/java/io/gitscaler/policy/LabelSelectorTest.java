package io.gitscaler.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSelectorTest {
  @ParameterizedTest(name = "[{0}] on {1}: {2}")
  @CsvSource(
      delimiter = '|',
      emptyValue = "",
      value = {
        "''                        | app=web            | true",
        "app=web                   | app=web            | true",
        "app=web                   | app=api            | false",
        "app=web                   | ''                 | false",
        "app == web                | app=web            | true",
        "app=                      | app=               | true",
        "app=                      | app=web            | false",
        "app!=web                  | app=api            | true",
        "app!=web                  | tier=a             | true",
        "app!=web                  | app=web            | false",
        "app in (web, api)         | app=api            | true",
        "app in (web,api)          | app=db             | false",
        "app in (web)              | ''                 | false",
        "app notin (web,api)       | app=db             | true",
        "app notin (web)           | ''                 | true",
        "app notin (web)           | app=web            | false",
        "app in (,web)             | app=               | true",
        "app in ()                 | app=               | true",
        "app in ()                 | app=web            | false",
        "app in (,)                | app=               | true",
        "app notin ()              | app=               | false",
        "app notin ()              | app=web            | true",
        "app                       | app=anything       | true",
        "app                       | tier=a             | false",
        "!app                      | tier=a             | true",
        "! app                     | app=web            | false",
        "app=web,tier in (a,b),!old| app=web;tier=b     | true",
        "app=web,tier in (a,b),!old| app=web;tier=b;old=1 | false",
        "app=web,app=api           | app=web            | false",
        "app=web,app=web           | app=web            | true",
        "app.kubernetes.io/name=x  | app.kubernetes.io/name=x | true",
        "in in (in)                | in=in              | true",
      })
  void readsEveryFormOfRequirement(String text, String labels, boolean matches) {
    LabelSelector selector = LabelSelector.parse(text);

    assertThat(selector.matches(labels(labels))).isEqualTo(matches);
    assertThat(LabelSelector.parse(selector.toString()).matches(labels(labels)))
        .as("the same after writing and reading it")
        .isEqualTo(matches);
  }

  /** As the API server spells it, which reads both ways of writing it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "IN | app in ()",
        "IN | app in (,)",
        "NOT_IN | app notin ()",
        "NOT_IN | app notin (,)"
      })
  void readsAnEmptyValue(LabelSelector.Operator operator, String text) {
    LabelSelector selector =
        new LabelSelector(
            Map.of(), List.of(new LabelSelector.Requirement("app", operator, List.of(""))));

    assertThat(LabelSelector.parse(text)).isEqualTo(selector);
    assertThat(LabelSelector.parse(selector.toString())).isEqualTo(selector);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=web",
        "app=web,",
        ",app=web",
        "app in",
        "app in (web",
        "app>1",
        "app web",
        "app=web tier=a",
        "!",
        "app=wéb",
        "app=(web)",
        "app like (web)",
        "app=\"web\""
      })
  void refusesWhatIsNoSelector(String text) {
    assertThatThrownBy(() -> LabelSelector.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("\"" + text + "\" is no label selector: ");
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new HashMap<>();
    for (String pair : text.split(";", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        labels.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return labels;
  }
}
