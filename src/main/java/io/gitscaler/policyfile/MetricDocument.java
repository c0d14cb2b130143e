package io.gitscaler.policyfile;

import io.gitscaler.policy.LabelSelector;
import io.gitscaler.policy.Quantity;
import io.gitscaler.policy.RunMode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A metric as it is written: the MetricSpec of autoscaling/v2, and {@code command} beside it. */
record MetricDocument(
    @Field(value = "Which of the blocks below is there.", required = true) @Nullable Type type,
    @Field("The sum over each pod's containers, from metrics.k8s.io; with type Resource.")
        @Nullable Resource resource,
    @Field("One container of each pod, from metrics.k8s.io; with type ContainerResource.")
        @Nullable ContainerResource containerResource,
    @Field("One value for each pod, from custom.metrics.k8s.io; with type Pods.")
        @Nullable Pods pods,
    @Field("One value that describes an object, from custom.metrics.k8s.io; with type Object.")
        @Nullable ObjectMetric object,
    @Field("Any number of series, added up, from external.metrics.k8s.io; with type External.")
        @Nullable External external,
    @Field("A program measures and the formula of the metrics decides; with type Command.")
        @Nullable Command command) {
  /** The types of metrics. */
  enum Type {
    RESOURCE("resource"),
    CONTAINER_RESOURCE("containerResource"),
    PODS("pods"),
    OBJECT("object"),
    EXTERNAL("external"),
    COMMAND("command");

    private final String field;

    Type(String field) {
      this.field = field;
    }

    /** The name of the block that holds a metric of this type. */
    String field() {
      return field;
    }
  }

  record Resource(
      @Field(value = "The resource: cpu or memory.", required = true, form = Form.RESOURCE)
          @Nullable String name,
      @Field(value = "What the metric should be.", required = true) @Nullable Target target) {}

  record ContainerResource(
      @Field(value = "The resource: cpu or memory.", required = true, form = Form.RESOURCE)
          @Nullable String name,
      @Field(value = "The container's name.", required = true, form = Form.DNS_LABEL)
          @Nullable String container,
      @Field(value = "What the metric should be.", required = true) @Nullable Target target) {}

  record Pods(
      @Field(value = "Which metric.", required = true) @Nullable Identifier metric,
      @Field(value = "What the metric should be: an AverageValue.", required = true)
          @Nullable Target target) {}

  record ObjectMetric(
      @Field(value = "Which metric.", required = true) @Nullable Identifier metric,
      @Field(value = "The object of the policy's namespace that it describes.", required = true)
          @Nullable DescribedObject describedObject,
      @Field(value = "What the metric should be: a Value or an AverageValue.", required = true)
          @Nullable Target target) {}

  record External(
      @Field(value = "Which metric.", required = true) @Nullable Identifier metric,
      @Field(value = "What the metric should be: a Value or an AverageValue.", required = true)
          @Nullable Target target) {}

  record Command(
      @Field(
              value = "What the number is called in records; the program by default.",
              form = Form.SENTENCE)
          @Nullable String name,
      @Field(
              value = "Whether the program runs once for each pod or once for the target.",
              standard = "per-resource")
          RunMode runMode,
      @Field(value = "The program; it prints one number.", required = true)
          PolicyDocument.@Nullable ProgramDocument method,
      @Field(
              value =
                  "What the number should be: a Value or an AverageValue; with runMode per-pod an"
                      + " AverageValue.",
              required = true)
          @Nullable Target target) {}

  record Identifier(
      @Field(value = "The metric's name.", required = true, form = Form.PATH_SEGMENT)
          @Nullable String name,
      @Field("Narrows the series by their labels; no restriction by default.")
          @Nullable Selector selector) {}

  record DescribedObject(
      @Field(value = "The object's API, such as apps/v1.", required = true, form = Form.API_VERSION)
          @Nullable String apiVersion,
      @Field(value = "The object's kind, such as Ingress.", required = true, form = Form.KIND)
          @Nullable String kind,
      @Field(value = "The object's name.", required = true, form = Form.PATH_SEGMENT)
          @Nullable String name) {}

  record Selector(
      @Field(value = "Labels that must all be there.", form = Form.LABEL_VALUE)
          Map<String, String> matchLabels,
      @Field("Requirements that must all hold.") List<Requirement> matchExpressions) {}

  record Requirement(
      @Field(value = "The label's key.", required = true, form = Form.LABEL_KEY)
          @Nullable String key,
      @Field(value = "How the label relates to the values.", required = true)
          LabelSelector.@Nullable Operator operator,
      @Field(value = "The values, with In and NotIn only.", form = Form.LABEL_VALUE)
          List<String> values) {}

  record Target(
      @Field(value = "Which of the values below is there.", required = true)
          @Nullable TargetType type,
      @Field(value = "Percent of the request, averaged over the pods.", min = 1)
          @Nullable Integer averageUtilization,
      @Field("The value divided by the number of pods; above 0.") @Nullable Quantity averageValue,
      @Field("The value as it is; above 0.") @Nullable Quantity value) {}

  /** The types of targets. */
  enum TargetType {
    UTILIZATION("averageUtilization"),
    AVERAGE_VALUE("averageValue"),
    VALUE("value");

    private final String field;

    TargetType(String field) {
      this.field = field;
    }

    /** The name of the field that holds a target of this type. */
    String field() {
      return field;
    }
  }
}
