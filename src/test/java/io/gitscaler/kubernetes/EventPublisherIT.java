package io.gitscaler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.gitscaler.audit.AuditRecord;
import io.gitscaler.audit.PolicyResult;
import io.gitscaler.audit.RunFacts;
import io.gitscaler.audit.Step;
import io.gitscaler.audit.Stop;
import io.gitscaler.decision.ReasonCode;
import io.gitscaler.decision.ScalingDecision;
import io.gitscaler.history.RecordKind;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.policy.PolicyRevision;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.testing.ControlPlane;
import io.gitscaler.testing.NeedsControlPlane;
import io.gitscaler.testing.Policies;
import io.gitscaler.workload.Workload;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

@NeedsControlPlane
class EventPublisherIT {
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00.123Z");

  private final ControlPlane plane = ControlPlane.shared();
  private final String namespace = plane.namespace("events");
  private final EventPublisher publisher = new EventPublisher(plane.admin(), "runner-1", 4);
  private final ScalingPolicy policy = Policies.byCpu(namespace + "/web", 60).build();

  @Test
  void tellsOfAScalingOnTheTarget() {
    HasMetadata target =
        new Workloads(plane.admin(), namespace).controller("apps/v1", "Deployment", "web", 3);
    Workload workload =
        new Workload(
            namespace, policy.target(), target.getMetadata().getUid(), "1", 3, 3, "app=web", null);
    PolicyResult result =
        PolicyResult.begin(policy, NOW, ScalingHistory.NONE)
            .with(workload)
            .with(
                new ScalingDecision(
                    3, 5, ReasonCode.MetricAboveTarget, "cpu 82% of 60%", List.of(), 5));

    assertThat(publisher.publish(List.of(record(RecordKind.SCALED_UP, result, "cpu 82% of 60%"))))
        .isEmpty();

    Event event = onlyEvent();
    assertThat(event.getType()).isEqualTo("Normal");
    assertThat(event.getReason()).isEqualTo("SuccessfulRescale");
    assertThat(event.getMessage())
        .isEqualTo("New size: 5; reason: cpu 82% of 60% (policy " + namespace + "/web, run run-7)");
    assertThat(event.getInvolvedObject().getUid()).isEqualTo(target.getMetadata().getUid());
    assertThat(event.getInvolvedObject().getKind()).isEqualTo("Deployment");
    assertThat(event.getReportingComponent()).isEqualTo("gitscaler");
    assertThat(event.getSource().getComponent()).isEqualTo("gitscaler");
    assertThat(event.getLastTimestamp()).isEqualTo("2026-11-22T09:00:00Z");
  }

  @Test
  void warnsOfANewFailureOnceAlsoWhereTheTargetIsMissing() {
    PolicyResult result =
        PolicyResult.begin(policy, NOW, ScalingHistory.NONE)
            .with(new Stop(Step.OBSERVE, ReasonCode.TargetNotFound, "x"));
    AuditRecord record = record(RecordKind.FAILURE_BEGAN, result, "nö".repeat(900));

    assertThat(publisher.publish(List.of(record))).isEmpty();
    assertThat(publisher.publish(List.of(record))).isEmpty();

    Event event = onlyEvent();
    assertThat(event.getType()).isEqualTo("Warning");
    assertThat(event.getReason()).isEqualTo("TargetNotFound");
    assertThat(event.getMessage()).endsWith("... (policy " + namespace + "/web, run run-7)");
    assertThat(event.getMessage().getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .hasSizeBetween(1000, 1024);
  }

  @Test
  void saysWhatWentWrongAndStopsNothing() {
    try (KubernetesClient client = plane.clientAs(plane.account(namespace, "mute"))) {
      PolicyResult result =
          PolicyResult.begin(policy, NOW, ScalingHistory.NONE)
              .with(new Stop(Step.MEASURE, ReasonCode.ProgramFailed, "x"));

      assertThat(
              new EventPublisher(client, "runner-1", 4)
                  .publish(List.of(record(RecordKind.FAILURE_BEGAN, result, "it failed"))))
          .singleElement()
          .asString()
          .contains("{apiGroups: [\"\"], resources: [\"events\"], verbs: [\"create\"]}");
    }
  }

  private Event onlyEvent() {
    List<Event> events =
        plane.admin().v1().events().inNamespace(namespace).list().getItems().stream()
            .filter(event -> event.getInvolvedObject().getName().equals("web"))
            .toList();
    assertThat(events).hasSize(1);
    return events.getFirst();
  }

  private static AuditRecord record(RecordKind kind, PolicyResult result, String sentence) {
    RunFacts run = new RunFacts("run-7", "", new PolicyRevision("/policies", "", null, null));
    return new AuditRecord(
        "id", kind, run, NOW, result.policy().id(), result, sentence, new TreeMap<>());
  }
}
