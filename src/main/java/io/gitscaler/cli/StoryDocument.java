package io.gitscaler.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gitscaler.cli.usecase.DecisionStory;
import io.gitscaler.cli.usecase.DecisionStory.Asked;
import io.gitscaler.cli.usecase.DecisionStory.Limit;
import io.gitscaler.cli.usecase.DecisionStory.Source;
import io.gitscaler.cli.usecase.DecisionStory.Verdict;
import io.gitscaler.cli.usecase.Explanation;
import org.jspecify.annotations.Nullable;

/** An explanation as one object; every key is always there, null means not known. */
final class StoryDocument {
  private StoryDocument() {}

  static ObjectNode of(Explanation explanation) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("namespace", explanation.policy().namespace());
    document.put("name", explanation.policy().name());
    document.set("decision", of(explanation.decision()));
    document.set("scaling", of(explanation.scaling()));
    document.set("remarks", ReportDocument.texts(explanation.remarks()));
    return document;
  }

  static @Nullable ObjectNode of(@Nullable DecisionStory story) {
    if (story == null) {
      return null;
    }
    Source source = story.source();
    Verdict verdict = story.verdict();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("at", story.at().toString());
    node.put("run", known(source.run()));
    node.put("target", known(source.target()));
    node.put("policyCommit", known(source.policyCommit()));
    node.put("policyFile", known(source.policyFile()));
    node.put("toldBy", known(source.kept()));
    node.set("readings", ReportDocument.texts(story.readings()));
    node.set("asked", asked(story.asked()));
    ArrayNode limits = node.putArray("limits");
    for (Limit limit : story.limits()) {
      ObjectNode entry = limits.addObject();
      entry.put("code", known(limit.code()));
      entry.put("before", limit.before());
      entry.put("after", limit.after());
      entry.put("sentence", limit.sentence());
    }
    node.put("from", verdict.from());
    node.put("to", verdict.to());
    node.put("reason", known(verdict.reason()));
    node.put("sentence", verdict.sentence());
    node.put("outcome", known(verdict.outcome()));
    return node;
  }

  private static @Nullable ObjectNode asked(@Nullable Asked asked) {
    if (asked == null) {
      return null;
    }
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("replicas", asked.replicas());
    node.put("by", known(asked.by()));
    node.put("sentence", asked.sentence());
    return node;
  }

  private static @Nullable String known(String text) {
    return text.isEmpty() ? null : text;
  }
}
