package io.gitscaler.policyfile;

import io.gitscaler.policy.Mode;
import io.gitscaler.policy.Program;
import io.gitscaler.policy.RunMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A ScalerPolicy as it is written. The components are the format's fields; null stands for a field that is absent or could not be
 * read.
 */
record PolicyDocument(
    @Field(
            value = "The version of this format.",
            required = true,
            constant = PolicyDocument.API_VERSION)
        @Nullable String apiVersion,
    @Field(value = "The kind of document.", required = true, constant = PolicyDocument.KIND)
        @Nullable String kind,
    @Field(value = "The policy's identity.", required = true) @Nullable Metadata metadata,
    @Field(value = "What the policy asks for.", required = true) @Nullable Spec spec) {
  static final String GROUP = "gitscaler.io";
  static final String API_VERSION = GROUP + "/v1alpha1";
  static final String KIND = "ScalerPolicy";

  /** Who the policy is. */
  record Metadata(
      @Field(
              value = "The policy's name, unique in its namespace.",
              required = true,
              form = Form.DNS_NAME)
          @Nullable String name,
      @Field(
              value = "The policy's namespace, which is also the target's.",
              required = true,
              form = Form.DNS_LABEL)
          @Nullable String namespace,
      @Field("Labels for people and other tools; they have no effect here.")
          Map<String, String> labels,
      @Field("Annotations for people and other tools; they have no effect here.")
          Map<String, String> annotations) {}

  /** What a policy asks for: either {@code metrics}, or {@code metric} and {@code evaluate}. */
  record Spec(
      @Field(value = "The object to scale: any kind with a scale subresource.", required = true)
          @Nullable ScaleTarget scaleTargetRef,
      @Field(
              value =
                  "The fewest replicas. 0 allows scaling to and from zero; with metrics it needs an"
                      + " Object, External or per-resource Command metric.",
              standard = "1")
          int minReplicas,
      @Field(
              value = "The most replicas. Required with metrics; 10 by default with programs.",
              min = 1)
          @Nullable Integer maxReplicas,
      @Field(
              value = "Whether to scale (enforce), or only to decide and record (observe).",
              standard = "enforce")
          Mode mode,
      @Field("Holds the target for a while.") @Nullable PauseDocument pause,
      @Field(
              value =
                  "The metrics that decide, as in autoscaling/v2 of Kubernetes, with the type Command"
                      + " beside them. The metric that asks for the most replicas wins.",
              minItems = 1)
          List<MetricDocument> metrics,
      @Field(
              "How fast the target may scale: the behavior of autoscaling/v2. Without it a target"
                  + " scales out at most to twice its replicas or 4 in one run, whichever is more.")
          @Nullable BehaviorDocument behavior,
      @Field(
              value =
                  "For how long the highest recommendation holds before the target scales in, where"
                      + " behavior gives no window. Default 300 with metrics, 0 with programs.",
              max = 3600)
          @Nullable Duration downscaleStabilization,
      @Field(
              value =
                  "By what fraction a metric may leave its target before that counts; with metrics"
                      + " only.",
              standard = "0.1")
          double tolerance,
      @Field(
              value = "How long after its start a pod's cpu reading is looked at with care.",
              standard = "300",
              max = 3600)
          Duration cpuInitializationPeriod,
      @Field(
              value = "How long after its start a pod that is not ready counts as not yet ready.",
              standard = "30",
              max = 3600)
          Duration initialReadinessDelay,
      @Field(
              value =
                  "Whether the metric program runs once for each pod or once for the target; with"
                      + " programs only.",
              standard = "per-pod")
          RunMode runMode,
      @Field("The program that measures.") @Nullable ProgramDocument metric,
      @Field("The program that decides.") @Nullable ProgramDocument evaluate,
      @Field("Metrics of Kubernetes that are gathered and passed to the metric program.")
          List<MetricDocument> kubernetesMetricSpecs,
      @Field(
              value =
                  "Whether the metric program must not run when one of kubernetesMetricSpecs is"
                      + " unavailable.",
              standard = "false")
          boolean requireKubernetesMetrics,
      @Field("A program that runs before metric.") @Nullable ProgramDocument preMetric,
      @Field("A program that runs after metric.") @Nullable ProgramDocument postMetric,
      @Field("A program that runs before evaluate.") @Nullable ProgramDocument preEvaluate,
      @Field("A program that runs after evaluate.") @Nullable ProgramDocument postEvaluate,
      @Field("A program that runs before scaling; also with metrics.")
          @Nullable ProgramDocument preScale,
      @Field("A program that runs after scaling; also with metrics.")
          @Nullable ProgramDocument postScale,
      @Field("What the policy's programs see of the environment beside the standard names.")
          List<Variable> env) {}

  /** The object to scale. */
  record ScaleTarget(
      @Field(value = "The target's API, such as apps/v1.", required = true, form = Form.API_VERSION)
          @Nullable String apiVersion,
      @Field(value = "The target's kind, such as Deployment.", required = true, form = Form.KIND)
          @Nullable String kind,
      @Field(value = "The target's name.", required = true, form = Form.DNS_NAME)
          @Nullable String name) {}

  /** Holds the target. */
  record PauseDocument(
      @Field("Where to hold the target, from 0 to maxReplicas; where it is by default.")
          @Nullable Integer replicas,
      @Field(value = "Why, for those who wonder later.", required = true, form = Form.SENTENCE)
          @Nullable String reason,
      @Field(
              "When the policy acts again, such as 2026-12-01T08:00:00Z; without it, never by itself.")
          @Nullable Instant until) {}

  /** A variable of the programs' environment. */
  record Variable(
      @Field(value = "The variable's name.", required = true, form = Form.VARIABLE)
          @Nullable String name,
      @Field(
              value = "Its value; without it, the value that gitscaler itself was started with.",
              secret = true)
          @Nullable String value) {}

  /** A team's program; {@code type} tells which of the two blocks is there. */
  record ProgramDocument(
      @Field(value = "How the program is reached.", required = true) @Nullable Type type,
      @Field(
              value = "After this long the program is killed, or its request given up.",
              standard = "2500",
              unit = ChronoUnit.MILLIS,
              min = 1,
              max = 600_000)
          Duration timeout,
      @Field("A process; with type shell.") @Nullable Shell shell,
      @Field("A request; with type http.") @Nullable Http http) {
    /** The kinds of programs. */
    enum Type {
      SHELL,
      HTTP
    }
  }

  /** A process: JSON on stdin, the answer on stdout. */
  record Shell(
      @Field(
              value = "What to start, such as python3; looked up on the PATH.",
              required = true,
              form = Form.SENTENCE)
          @Nullable String entrypoint,
      @Field(
              "Its arguments. Relative paths are relative to the folder of the policy's file, which"
                  + " is the working directory.")
          List<String> command,
      @Field(
              value = "Whether stderr goes to the log when the program succeeds, too.",
              standard = "false")
          boolean logStderr) {}

  /** A request: JSON in the body or in the query parameter {@code value}, the answer in the body of the response. */
  record Http(
      @Field(value = "The method, such as POST.", required = true, form = Form.HTTP_METHOD)
          @Nullable String method,
      @Field(value = "Where to send the request.", required = true, form = Form.URL, secret = true)
          @Nullable String url,
      @Field(
              value = "The statuses that mean success.",
              required = true,
              min = 100,
              max = 599,
              minItems = 1)
          List<Integer> successCodes,
      @Field(value = "Where the program finds its JSON.", required = true)
          Program.@Nullable ParameterMode parameterMode,
      @Field(value = "Headers to send.", secret = true) Map<String, String> headers,
      @Field("A file with the certificates to trust instead of the machine's.")
          @Nullable String caCert,
      @Field("A file with a certificate to show; together with clientKey.")
          @Nullable String clientCert,
      @Field("The file with the key of clientCert.") @Nullable String clientKey) {}
}
