package io.gitscaler.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gitscaler.audit.RunFacts;
import io.gitscaler.policy.LastGood;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.PolicyProblem;
import io.gitscaler.reconcile.RunReport;
import io.gitscaler.reconcile.RunReport.PassReport;
import io.gitscaler.reconcile.RunReport.TrailReport;
import java.util.List;

/**
 * A run or a plan as one object. Its shape is documented for users: every key is always there, null means not known, and keys
 * are only ever added.
 */
final class ReportDocument {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ReportDocument() {}

  static ObjectNode of(RunReport report, ExitCode exit) {
    ObjectNode document = NODES.objectNode();
    document.set("run", run(report));
    document.set("policies", ResultDocument.all(report.results()));
    document.set("earlier", earlier(report.passes().subList(0, report.passes().size() - 1)));
    document.set("problems", problems(report.problems()));
    document.set("skipped", texts(report.skipped()));
    document.set("notices", texts(report.notices()));
    document.set("trail", trail(report.trail()));
    document.put("ended", report.ended() == null ? null : report.ended().sentence());
    document.put("exitStatus", exit.status());
    return document;
  }

  private static ObjectNode run(RunReport report) {
    RunFacts facts = report.run();
    ObjectNode run = NODES.objectNode();
    run.put("id", facts.run());
    run.put("cluster", facts.cluster());
    run.put("started", report.started().toString());
    run.put("finished", report.finished().toString());
    ObjectNode revision = run.putObject("policies");
    revision.put("source", facts.revision().source());
    revision.put("ref", facts.revision().ref());
    revision.put("commit", facts.revision().commit());
    var committedAt = facts.revision().committedAt();
    revision.put("committedAt", committedAt == null ? null : committedAt.toString());
    revision.put("signedBy", facts.revision().signedBy());
    LastGood lastGood = facts.revision().lastGood();
    revision.set("lastGood", lastGood == null ? NODES.nullNode() : lastGood(lastGood));
    return run;
  }

  static ObjectNode lastGood(LastGood lastGood) {
    ObjectNode node = NODES.objectNode();
    node.put("asOf", lastGood.asOf().toString());
    node.put("until", lastGood.asOf().plus(lastGood.maxAge()).toString());
    node.put("cause", Words.lower(lastGood.cause()));
    node.put("why", lastGood.why());
    node.put("refused", lastGood.refused());
    return node;
  }

  /** Earlier passes tell only what they changed and what failed in them. */
  private static ArrayNode earlier(List<PassReport> passes) {
    ArrayNode array = NODES.arrayNode();
    for (PassReport pass : passes) {
      ObjectNode entry = array.addObject();
      entry.put("at", pass.at().toString());
      entry.set("policies", ResultDocument.all(pass.results()));
    }
    return array;
  }

  static ArrayNode problems(List<PolicyProblem> problems) {
    ArrayNode array = NODES.arrayNode();
    for (PolicyProblem problem : problems) {
      PolicyId policy = problem.policy();
      ObjectNode entry = array.addObject();
      entry.put("file", problem.file());
      entry.put("line", problem.line());
      entry.put("column", problem.column());
      entry.put("field", problem.field());
      entry.put("message", problem.message());
      entry.put("namespace", policy == null ? null : policy.namespace());
      entry.put("name", policy == null ? null : policy.name());
    }
    return array;
  }

  static ArrayNode texts(List<String> texts) {
    ArrayNode array = NODES.arrayNode();
    texts.forEach(array::add);
    return array;
  }

  private static ObjectNode trail(TrailReport trail) {
    ObjectNode node = NODES.objectNode();
    node.put("commit", trail.commit());
    node.put("written", trail.written());
    node.put("waiting", trail.waiting());
    node.put("scalingWaits", trail.scalingWaits());
    node.put("failure", trail.failure() == null ? null : trail.failure().sentence());
    return node;
  }
}
