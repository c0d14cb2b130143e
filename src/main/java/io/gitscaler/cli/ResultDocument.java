package io.gitscaler.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gitscaler.audit.PolicyResult;
import io.gitscaler.decision.Finding;
import io.gitscaler.decision.MetricProposal;
import io.gitscaler.decision.ReasonCode;
import io.gitscaler.policy.LastGood;
import io.gitscaler.policy.PolicyRevision;
import io.gitscaler.policy.TargetRef;
import io.gitscaler.program.ProgramRun;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One policy's way through one pass as an object. */
final class ResultDocument {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ResultDocument() {}

  static ArrayNode all(List<PolicyResult> results) {
    ArrayNode array = NODES.arrayNode();
    results.forEach(result -> array.add(of(result)));
    return array;
  }

  static ObjectNode of(PolicyResult result) {
    ObjectNode node = NODES.objectNode();
    node.put("namespace", result.policy().id().namespace());
    node.put("name", result.policy().id().name());
    node.put("file", result.policy().origin().file());
    node.put("line", result.policy().origin().line());
    PolicyRevision instead = result.policy().origin().instead();
    LastGood lastGood = result.policy().origin().lastGood();
    node.put("commit", instead == null ? null : instead.commit());
    node.set("lastGood", lastGood == null ? NODES.nullNode() : ReportDocument.lastGood(lastGood));
    TargetRef target = result.policy().target();
    ObjectNode targetNode = node.putObject("target");
    targetNode.put("apiVersion", target.apiVersion());
    targetNode.put("kind", target.kind());
    targetNode.put("name", target.name());
    node.put("from", Words.from(result));
    node.put("to", Words.to(result));
    ReasonCode reason = result.reason();
    node.put("reason", reason == null ? null : reason.name());
    node.put("sentence", result.sentence());
    node.put("outcome", result.outcomeWord());
    node.put("failed", Words.failed(result));
    node.put("stoppedAt", result.stop() == null ? null : Words.lower(result.stop().step()));
    node.put(
        "recommended", result.recommendation() == null ? null : result.recommendation().replicas());
    node.set(
        "findings", findings(result.decision() == null ? List.of() : result.decision().findings()));
    node.set(
        "metrics",
        metrics(result.recommendation() == null ? List.of() : result.recommendation().proposals()));
    node.set("programs", programs(result.programs()));
    return node;
  }

  private static ArrayNode findings(List<Finding> findings) {
    ArrayNode array = NODES.arrayNode();
    for (Finding finding : findings) {
      ObjectNode entry = array.addObject();
      entry.put("code", finding.code().name());
      entry.put("before", finding.before());
      entry.put("after", finding.after());
      entry.put("sentence", finding.sentence());
    }
    return array;
  }

  private static ArrayNode metrics(List<MetricProposal> proposals) {
    ArrayNode array = NODES.arrayNode();
    for (MetricProposal proposal : proposals) {
      ReasonCode failure = proposal.failure();
      ObjectNode entry = array.addObject();
      entry.put("type", proposal.type());
      entry.put("label", proposal.label());
      entry.put("target", proposal.target());
      entry.put("utilization", proposal.utilization());
      entry.put("value", units(proposal.milli()));
      entry.put("ratio", proposal.ratio());
      entry.put("replicas", proposal.replicas());
      entry.set("pods", pods(proposal.pods()));
      entry.put("failure", failure == null ? null : failure.name());
      entry.put("sentence", proposal.sentence());
    }
    return array;
  }

  private static @Nullable BigDecimal units(@Nullable Long milli) {
    return milli == null ? null : BigDecimal.valueOf(milli, 3);
  }

  private static @Nullable ObjectNode pods(MetricProposal.@Nullable PodCount pods) {
    if (pods == null) {
      return null;
    }
    ObjectNode node = NODES.objectNode();
    node.put("ready", pods.ready());
    node.put("unready", pods.unready());
    node.put("missing", pods.missing());
    node.put("ignored", pods.ignored());
    return node;
  }

  private static ArrayNode programs(List<ProgramRun> runs) {
    ArrayNode array = NODES.arrayNode();
    for (ProgramRun run : runs) {
      ObjectNode entry = array.addObject();
      entry.put("step", run.step().field());
      entry.put("resource", run.resource());
      entry.put("answer", run.answer());
      entry.put("stderr", run.stderr());
      entry.put("exitStatus", run.exitStatus());
      entry.put("milliseconds", run.took().toMillis());
      entry.put("failure", run.failure());
    }
    return array;
  }
}
