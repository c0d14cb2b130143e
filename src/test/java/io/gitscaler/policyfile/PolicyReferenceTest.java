package io.gitscaler.policyfile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gitscaler.policy.LoadedPolicies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page says what the code does. */
class PolicyReferenceTest {
  private static final Path PAGE = Path.of("docs/policy-reference.md");
  private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  @Test
  void namesEveryField() throws IOException {
    Set<String> fields = new TreeSet<>();
    collect(new ObjectMapper().readTree(PolicySchema.json()), fields);
    String page = Files.readString(PAGE);

    assertThat(fields).hasSizeGreaterThan(60);
    assertThat(fields)
        .allSatisfy(field -> assertThat(page).containsPattern("`([a-zA-Z]+\\.)*" + field + "`"));
  }

  private static void collect(JsonNode schema, Set<String> fields) {
    if (schema.path("properties").isObject() && schema.path("additionalProperties").isBoolean()) {
      schema.path("properties").fieldNames().forEachRemaining(fields::add);
    }
    schema.forEach(part -> collect(part, fields));
  }

  @Test
  void showsExamplesThatCanBeUsed(@TempDir Path folder) throws IOException {
    List<String> examples =
        EXAMPLE.matcher(Files.readString(PAGE)).results().map(it -> it.group(1)).toList();
    List<String> policies = new ArrayList<>();
    for (String example : examples) {
      policies.add(example.startsWith("apiVersion") ? example : completed(example));
    }
    assertThat(policies).hasSizeGreaterThanOrEqualTo(5);

    for (String policy : policies) {
      LoadedPolicies loaded = PolicyTexts.read(folder, "policy.yaml", policy);
      assertThat(loaded.problems()).as(policy).isEmpty();
      assertThat(loaded.policies()).hasSize(1);
    }
  }

  /** A policy around an example that shows one field. */
  private static String completed(String example) {
    String metrics = PolicyTexts.METRICS;
    String base =
        example.startsWith("metrics:")
            ? metrics.substring(0, metrics.indexOf("  metrics:"))
            : metrics;
    return PolicyTexts.with(base, example.indent(2));
  }
}
