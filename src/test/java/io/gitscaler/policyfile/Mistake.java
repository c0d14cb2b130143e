package io.gitscaler.policyfile;

import static io.gitscaler.policyfile.PolicyTexts.METRICS;
import static io.gitscaler.policyfile.PolicyTexts.PROGRAMS;
import static io.gitscaler.policyfile.PolicyTexts.edit;
import static io.gitscaler.policyfile.PolicyTexts.with;

import java.util.List;
import java.util.stream.Stream;

/**
 * What people get wrong in a policy.
 *
 * @param problems every problem as LINE:COLUMN FIELD: SENTENCES
 */
record Mistake(String name, String text, List<String> problems) {
  @Override
  public String toString() {
    return name;
  }

  static Stream<Mistake> all() {
    return Stream.of(
            fieldsAndValues(), identityAndTarget(), metrics(), behaviorAndDurations(), programs())
        .flatMap(mistakes -> mistakes);
  }

  private static Stream<Mistake> fieldsAndValues() {
    return Stream.of(
        new Mistake(
            "unknown field",
            edit(METRICS, "maxReplicas: 20", "maxReplica: 20"),
            List.of("9:3 spec.maxReplica: There is no such field. Did you mean maxReplicas?")),
        new Mistake(
            "unknown field far from any",
            with(METRICS, "  zone: eu"),
            List.of(
                "15:3 spec.zone: There is no such field. The fields here are scaleTargetRef, minReplicas, maxReplicas, mode, pause, metrics, behavior, downscaleStabilization, tolerance, cpuInitializationPeriod, initialReadinessDelay, runMode, metric, evaluate, kubernetesMetricSpecs, requireKubernetesMetrics, preMetric, postMetric, preEvaluate, postEvaluate, preScale, postScale, env.")),
        new Mistake(
            "unknown field at the top",
            with(METRICS, "status: {}"),
            List.of(
                "15:1 status: There is no such field. The fields here are apiVersion, kind, metadata, spec.")),
        new Mistake(
            "a capital too many",
            edit(METRICS, "minReplicas", "MinReplicas"),
            List.of("8:3 spec.MinReplicas: There is no such field. Did you mean minReplicas?")),
        new Mistake(
            "duplicate field",
            with(METRICS, "  minReplicas: 3"),
            List.of("15:3 spec.minReplicas: The field occurs twice. Keep one.")),
        new Mistake(
            "merge key",
            edit(METRICS, "  minReplicas: 2", "  <<: {minReplicas: 2}"),
            List.of("8:3 spec.<<: Merge keys are not supported. Write the fields here instead.")),
        new Mistake(
            "list as field name",
            with(METRICS, "  ? [a]\n  : b"),
            List.of("15:5 spec: A list or mapping is used as a field's name. Remove it.")),
        new Mistake(
            "number in quotes",
            edit(METRICS, "minReplicas: 2", "minReplicas: '2'"),
            List.of("8:16 spec.minReplicas: The number 2 is in quotes. Write it without them.")),
        new Mistake(
            "fraction",
            edit(METRICS, "minReplicas: 2", "minReplicas: 2.9"),
            List.of(
                "8:16 spec.minReplicas: 2.9 is not a whole number. Write a whole number of 0 or more.")),
        new Mistake(
            "yes is no number",
            edit(METRICS, "minReplicas: 2", "minReplicas: yes"),
            List.of(
                "8:16 spec.minReplicas: \"yes\" is not a whole number. Write a whole number of 0 or more.")),
        new Mistake(
            "leading zero",
            edit(METRICS, "minReplicas: 2", "minReplicas: 010"),
            List.of(
                "8:16 spec.minReplicas: 010 is read as different numbers by different tools. Write it in plain digits.")),
        new Mistake(
            "hexadecimal",
            edit(METRICS, "minReplicas: 2", "minReplicas: 0x10"),
            List.of(
                "8:16 spec.minReplicas: 0x10 is read as different numbers by different tools. Write it in plain digits.")),
        new Mistake(
            "negative",
            edit(METRICS, "minReplicas: 2", "minReplicas: -1"),
            List.of(
                "8:16 spec.minReplicas: -1 is out of range. Write a whole number of 0 or more.")),
        new Mistake(
            "beyond 32 bits",
            edit(METRICS, "maxReplicas: 20", "maxReplicas: 3000000000"),
            List.of(
                "9:16 spec.maxReplicas: 3000000000 is out of range. Write a whole number of 1 or more.")),
        new Mistake(
            "beyond 64 bits",
            edit(METRICS, "maxReplicas: 20", "maxReplicas: 99999999999999999999"),
            List.of(
                "9:16 spec.maxReplicas: 99999999999999999999 is out of range. Write a whole number of 1 or more.")),
        new Mistake(
            "no value",
            edit(METRICS, "minReplicas: 2", "minReplicas:"),
            List.of("8:15 spec.minReplicas: The field has no value. Give it one or remove it.")),
        new Mistake(
            "null",
            edit(METRICS, "minReplicas: 2", "minReplicas: null"),
            List.of("8:16 spec.minReplicas: The field has no value. Give it one or remove it.")),
        new Mistake(
            "list instead of a value",
            edit(METRICS, "minReplicas: 2", "minReplicas: [2]"),
            List.of("8:16 spec.minReplicas: A single value is expected here. Found a list.")),
        new Mistake(
            "mapping instead of a list",
            edit(
                METRICS,
                "    - type: Resource\n      resource:\n        name: cpu\n        target: {type: Utilization, averageUtilization: 60}",
                "    cpu: 60"),
            List.of(
                "11:5 spec.metrics: A list is expected here, such as [first, second]. Found a mapping.")),
        new Mistake(
            "value instead of fields",
            edit(METRICS, "{apiVersion: apps/v1, kind: Deployment, name: checkout}", "checkout"),
            List.of(
                "7:19 spec.scaleTargetRef: Fields are expected here, one to a line. Found a single value.")),
        new Mistake(
            "tag",
            edit(METRICS, "minReplicas: 2", "minReplicas: !!int \"2\""),
            List.of("8:16 spec.minReplicas: The value has a YAML tag. Remove the tag.")));
  }

  private static Stream<Mistake> identityAndTarget() {
    return Stream.of(
        new Mistake(
            "minReplicas above maxReplicas",
            edit(METRICS, "minReplicas: 2", "minReplicas: 30"),
            List.of(
                "9:16 spec.maxReplicas: 20 is below minReplicas 30. Raise maxReplicas or lower minReplicas.")),
        new Mistake(
            "minReplicas above the default maxReplicas",
            edit(PROGRAMS, "minReplicas: 1", "minReplicas: 11"),
            List.of(
                "6:16 spec.minReplicas: 11 is above the default maxReplicas of 10. Add maxReplicas or lower minReplicas.")),
        new Mistake(
            "no maxReplicas with metrics",
            edit(METRICS, "  maxReplicas: 20\n", ""),
            List.of(
                "7:3 spec.maxReplicas: The field is missing. With metrics it is required: add it.")),
        new Mistake(
            "maxReplicas 0",
            edit(METRICS, "maxReplicas: 20", "maxReplicas: 0"),
            List.of(
                "9:16 spec.maxReplicas: 0 is out of range. Write a whole number of 1 or more.")),
        new Mistake(
            "zero without a metric that works without pods",
            edit(METRICS, "minReplicas: 2", "minReplicas: 0"),
            List.of(
                "8:16 spec.minReplicas: 0 needs a metric that can be read without pods. Write 1 or add an Object, External or per-resource Command metric.")),
        new Mistake(
            "other version",
            edit(edit(METRICS, "v1alpha1", "v2"), "minReplicas", "least"),
            List.of(
                "1:13 apiVersion: \"gitscaler.io/v2\" is not supported. Write gitscaler.io/v1alpha1.")),
        new Mistake(
            "other kind of the group",
            edit(METRICS, "ScalerPolicy", "ScalerPolcy"),
            List.of("2:7 kind: \"ScalerPolcy\" is not supported. Write ScalerPolicy.")),
        new Mistake(
            "kind of another group",
            edit(METRICS, "gitscaler.io/v1alpha1", "gitscalar.io/v1alpha1"),
            List.of(
                "1:13 apiVersion: \"gitscalar.io/v1alpha1\" is not supported. Write gitscaler.io/v1alpha1.")),
        new Mistake(
            "kind without version",
            edit(METRICS, "apiVersion: gitscaler.io/v1alpha1\n", ""),
            List.of(
                "1:1 apiVersion: The field is missing. Add it with the value gitscaler.io/v1alpha1.")),
        new Mistake(
            "misspelled header",
            edit(METRICS, "kind: ScalerPolicy", "kinds: ScalerPolicy"),
            List.of(
                "1:1: This is no complete ScalerPolicy. Give it the fields apiVersion:"
                    + " gitscaler.io/v1alpha1 and kind: ScalerPolicy.")),
        new Mistake(
            "no name",
            edit(METRICS, "  name: checkout\n", ""),
            List.of("4:3 metadata.name: The field is missing. Add it.")),
        new Mistake(
            "name of 300 characters",
            edit(METRICS, "  name: checkout\n", "  name: " + "a".repeat(300) + "\n"),
            List.of(
                "4:9 metadata.name: \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...\" has 300 characters. Write a name of at most 253 lower-case letters, digits, '-' and '.', with a letter or digit at both ends.")),
        new Mistake(
            "name like a path",
            edit(METRICS, "  name: checkout\n", "  name: ../../etc/passwd\n"),
            List.of(
                "4:9 metadata.name: \"../../etc/passwd\" does not fit. Write a name of at most 253 lower-case letters, digits, '-' and '.', with a letter or digit at both ends.")),
        new Mistake(
            "capital in the namespace",
            edit(METRICS, "namespace: shop", "namespace: Shop"),
            List.of(
                "5:14 metadata.namespace: \"Shop\" does not fit. Write a name of at most 63 lower-case letters, digits and '-', with a letter or digit at both ends.")),
        new Mistake(
            "namespace of 64 characters",
            edit(
                METRICS,
                "namespace: shop",
                "namespace: ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss"),
            List.of(
                "5:14 metadata.namespace: \"sssssssssssssssssssssssssssssssssssss...\" has 64 characters. Write a name of at most 63 lower-case letters, digits and '-', with a letter or digit at both ends.")),
        new Mistake(
            "numeric name",
            edit(METRICS, "  name: checkout\n", "  name: 007\n"),
            List.of("4:9 metadata.name: 007 is a number, not text. Put it in quotes.")),
        new Mistake(
            "target name like a path",
            edit(METRICS, "name: checkout}", "name: a/b}"),
            List.of(
                "7:65 spec.scaleTargetRef.name: \"a/b\" does not fit. Write a name of at most 253 lower-case letters, digits, '-' and '.', with a letter or digit at both ends.")),
        new Mistake(
            "target without kind",
            edit(METRICS, "kind: Deployment, ", ""),
            List.of("7:19 spec.scaleTargetRef.kind: The field is missing. Add it.")),
        new Mistake(
            "lower-case kind",
            edit(METRICS, "kind: Deployment", "kind: deployment"),
            List.of(
                "7:47 spec.scaleTargetRef.kind: \"deployment\" does not fit. Write a kind such as Deployment.")),
        new Mistake(
            "API version like a path",
            edit(METRICS, "apps/v1", "a/b/v1"),
            List.of(
                "7:32 spec.scaleTargetRef.apiVersion: \"a/b/v1\" does not fit. Write an API version such as apps/v1.")),
        new Mistake(
            "unknown mode",
            with(METRICS, "  mode: dry-run"),
            List.of("15:9 spec.mode: \"dry-run\" is unknown. Write enforce or observe.")),
        new Mistake(
            "pause without reason",
            with(METRICS, "  pause: {replicas: 4}"),
            List.of("15:10 spec.pause.reason: The field is missing. Add it.")),
        new Mistake(
            "pause with a blank reason",
            with(METRICS, "  pause: {reason: \" \"}"),
            List.of(
                "15:19 spec.pause.reason: \" \" does not fit. Write one line of text, not blank.")),
        new Mistake(
            "pause above maxReplicas",
            with(METRICS, "  pause: {replicas: 21, reason: load test}"),
            List.of(
                "15:21 spec.pause.replicas: 21 is above maxReplicas 20. Lower it or raise maxReplicas.")),
        new Mistake(
            "pause above the default maxReplicas",
            with(PROGRAMS, "  pause: {replicas: 11, reason: load test}"),
            List.of(
                "18:21 spec.pause.replicas: 11 is above maxReplicas 10. Lower it or raise maxReplicas.")),
        new Mistake(
            "pause until a day",
            with(METRICS, "  pause: {reason: load test, until: 2026-12-01}"),
            List.of(
                "15:37 spec.pause.until: \"2026-12-01\" is not a point in time. Write one with its zone, such as 2026-12-01T08:00:00Z.")));
  }

  private static Stream<Mistake> metrics() {
    return Stream.of(
        new Mistake(
            "metrics and programs",
            with(
                METRICS,
                "  metric: {type: shell, shell: {entrypoint: a}}\n  evaluate: {type: shell, shell: {entrypoint: b}}\n  runMode: per-pod"),
            List.of(
                "15:3 spec.metric: The policy has metrics, too. Keep either metrics, or metric and evaluate.",
                "16:3 spec.evaluate: The policy has metrics, too. Keep either metrics, or metric and evaluate.",
                "17:3 spec.runMode: This has no effect with metrics. Remove it.")),
        new Mistake(
            "metrics and a metric hook",
            with(METRICS, "  preMetric: {type: shell, shell: {entrypoint: a}}"),
            List.of("15:3 spec.preMetric: This has no effect with metrics. Remove it.")),
        new Mistake(
            "no metrics in the list",
            edit(
                METRICS,
                "    - type: Resource\n      resource:\n        name: cpu\n        target: {type: Utilization, averageUtilization: 60}\n",
                "    []\n"),
            List.of("11:5 spec.metrics: The list has too few items. Add at least 1.")),
        new Mistake(
            "neither metrics nor programs",
            edit(
                METRICS,
                "  metrics:\n    - type: Resource\n      resource:\n        name: cpu\n        target: {type: Utilization, averageUtilization: 60}\n",
                ""),
            List.of(
                "7:3 spec: The policy neither measures nor decides. Add metrics, or metric and evaluate.")),
        new Mistake(
            "metric without evaluate",
            edit(
                PROGRAMS,
                "  evaluate:\n    type: http\n    http:\n      method: POST\n      url: http://decide.shop/queue\n      successCodes: [200]\n      parameterMode: body\n",
                ""),
            List.of(
                "7:3 spec.metric: There is no evaluate to decide. Add it, or use metrics with a metric of type Command.")),
        new Mistake(
            "evaluate without metric",
            edit(
                PROGRAMS,
                "  metric:\n    type: shell\n    timeout: 1000\n    shell: {entrypoint: python3, command: [metric.py]}\n",
                ""),
            List.of("7:3 spec.evaluate: There is no metric to measure. Add it.")),
        new Mistake(
            "tolerance with programs",
            with(PROGRAMS, "  tolerance: 0.2\n  behavior: {scaleUp: {tolerance: 0.2}}"),
            List.of(
                "18:3 spec.tolerance: This has no effect with programs. Remove it.",
                "19:24 spec.behavior.scaleUp.tolerance: This has no effect with programs. Remove it.")),
        new Mistake(
            "Command among kubernetesMetricSpecs",
            with(
                PROGRAMS,
                "  kubernetesMetricSpecs:\n    - type: Command\n      command: {method: {type: shell, shell: {entrypoint: a}}, target: {type: Value, value: 1}}"),
            List.of(
                "19:13 spec.kubernetesMetricSpecs[0].type: A Command is not a metric of Kubernetes. Measure it in the metric program.")),
        new Mistake(
            "metric of no type",
            edit(METRICS, "type: Resource", "type: Cpu"),
            List.of(
                "11:13 spec.metrics[0].type: \"Cpu\" is unknown. Write Resource, ContainerResource, Pods, Object, External or Command.")),
        new Mistake(
            "metric of another type",
            edit(METRICS, "type: Resource", "type: Pods"),
            List.of(
                "11:7 spec.metrics[0]: The type is Pods, but there is no field pods. Add it.",
                "12:7 spec.metrics[0].resource: The type is Pods. Remove this or change the type.")),
        new Mistake(
            "two blocks in a metric",
            edit(
                METRICS,
                "    - type: Resource",
                "    - type: Resource\n      pods: {metric: {name: m}, target: {type: AverageValue, averageValue: 1}}"),
            List.of(
                "12:7 spec.metrics[0].pods: The type is Resource. Remove this or change the type.")),
        new Mistake(
            "target of another type",
            edit(METRICS, "type: Utilization, averageUtilization: 60", "type: Value, value: 60"),
            List.of(
                "14:24 spec.metrics[0].resource.target.type: A metric of this type has no target of type Value. Write Utilization or AverageValue.")),
        new Mistake(
            "two target values",
            edit(METRICS, "averageUtilization: 60", "averageUtilization: 60, averageValue: 1"),
            List.of(
                "14:61 spec.metrics[0].resource.target.averageValue: The type is Utilization. Remove this or change the type.")),
        new Mistake(
            "no target value",
            edit(METRICS, "type: Utilization, averageUtilization: 60", "type: AverageValue"),
            List.of(
                "14:17 spec.metrics[0].resource.target: The type is AverageValue, but there is no field averageValue. Add it.")),
        new Mistake(
            "target value 0",
            edit(
                METRICS,
                "type: Utilization, averageUtilization: 60",
                "type: AverageValue, averageValue: 0"),
            List.of(
                "14:52 spec.metrics[0].resource.target.averageValue: 0 is out of range. Write a quantity above 0.")),
        new Mistake(
            "utilization 0",
            edit(METRICS, "averageUtilization: 60", "averageUtilization: 0"),
            List.of(
                "14:57 spec.metrics[0].resource.target.averageUtilization: 0 is out of range. Write a whole number of 1 or more.")),
        new Mistake(
            "negative quantity",
            edit(
                METRICS,
                "type: Utilization, averageUtilization: 60",
                "type: AverageValue, averageValue: -5"),
            List.of(
                "14:52 spec.metrics[0].resource.target.averageValue: -5 is out of range. Write a quantity of 0 or more.")),
        new Mistake(
            "unreadable quantity",
            edit(
                METRICS,
                "type: Utilization, averageUtilization: 60",
                "type: AverageValue, averageValue: 5 GB"),
            List.of(
                "14:52 spec.metrics[0].resource.target.averageValue: \"5 GB\" is not a quantity. Write one such as 500m, 30 or 1.5Gi.")),
        new Mistake(
            "quantity beyond 64 bits",
            edit(
                METRICS,
                "type: Utilization, averageUtilization: 60",
                "type: AverageValue, averageValue: 1e30"),
            List.of(
                "14:52 spec.metrics[0].resource.target.averageValue: 1e30 is out of range. Write a quantity below 9.2E.")),
        new Mistake(
            "target without type",
            edit(METRICS, "type: Utilization, ", ""),
            List.of("14:17 spec.metrics[0].resource.target.type: The field is missing. Add it.")),
        new Mistake(
            "metric name like a path",
            edit(
                METRICS,
                "    - type: Resource\n      resource:\n        name: cpu\n        target: {type: Utilization, averageUtilization: 60}",
                "    - type: External\n      external: {metric: {name: ../pods}, target: {type: Value, value: 1}}"),
            List.of(
                "12:33 spec.metrics[0].external.metric.name: \"../pods\" does not fit. Write a name of at most 253 characters without '/', '%' and spaces, other than '.' and '..'.")),
        new Mistake(
            "selector: In without values",
            edit(
                METRICS,
                "    - type: Resource\n      resource:\n        name: cpu\n        target: {type: Utilization, averageUtilization: 60}",
                "    - type: External\n      external:\n        metric:\n          name: m\n          selector: {matchExpressions: [{key: a, operator: In}]}\n        target: {type: Value, value: 1}"),
            List.of(
                "15:41 spec.metrics[0].external.metric.selector.matchExpressions[0].values: The operator In needs values. Add at least one.")),
        new Mistake(
            "selector: Exists with values",
            edit(
                METRICS,
                "    - type: Resource\n      resource:\n        name: cpu\n        target: {type: Utilization, averageUtilization: 60}",
                "    - type: External\n      external:\n        metric:\n          name: m\n          selector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]}\n        target: {type: Value, value: 1}"),
            List.of(
                "15:76 spec.metrics[0].external.metric.selector.matchExpressions[0].values: The operator Exists takes no values. Remove them.")),
        new Mistake(
            "selector: unknown operator",
            edit(
                METRICS,
                "    - type: Resource\n      resource:\n        name: cpu\n        target: {type: Utilization, averageUtilization: 60}",
                "    - type: External\n      external:\n        metric:\n          name: m\n          selector: {matchExpressions: [{key: a, operator: in, values: [b]}]}\n        target: {type: Value, value: 1}"),
            List.of(
                "15:60 spec.metrics[0].external.metric.selector.matchExpressions[0].operator: \"in\" is unknown. Write In, NotIn, Exists or DoesNotExist.")),
        new Mistake(
            "selector: key and value that are no labels",
            edit(
                METRICS,
                "    - type: Resource\n      resource:\n        name: cpu\n        target: {type: Utilization, averageUtilization: 60}",
                "    - type: External\n      external:\n        metric:\n          name: m\n          selector: {matchLabels: {a b: c, d: e f}}\n        target: {type: Value, value: 1}"),
            List.of(
                "15:36 spec.metrics[0].external.metric.selector.matchLabels.a b: The name does not fit. Write a label key such as app or example.com/tier.",
                "15:47 spec.metrics[0].external.metric.selector.matchLabels.d: \"e f\" does not fit. Write a label value of at most 63 letters, digits, '-', '_' and '.'.")),
        new Mistake(
            "selector: number as label",
            edit(
                METRICS,
                "    - type: Resource\n      resource:\n        name: cpu\n        target: {type: Utilization, averageUtilization: 60}",
                "    - type: External\n      external:\n        metric:\n          name: m\n          selector: {matchLabels: {a: 1}}\n        target: {type: Value, value: 1}"),
            List.of(
                "15:39 spec.metrics[0].external.metric.selector.matchLabels.a: 1 is a number, not text. Put it in quotes.")));
  }

  private static Stream<Mistake> behaviorAndDurations() {
    return Stream.of(
        new Mistake(
            "window too long",
            with(METRICS, "  behavior: {scaleDown: {stabilizationWindowSeconds: 3601}}"),
            List.of(
                "15:54 spec.behavior.scaleDown.stabilizationWindowSeconds: 3601 is out of range. Write a whole number from 0 to 3600.")),
        new Mistake(
            "period 0",
            with(
                METRICS,
                "  behavior: {scaleUp: {policies: [{type: Pods, value: 1, periodSeconds: 0}]}}"),
            List.of(
                "15:73 spec.behavior.scaleUp.policies[0].periodSeconds: 0 is out of range. Write a whole number from 1 to 1800.")),
        new Mistake(
            "period too long",
            with(
                METRICS,
                "  behavior: {scaleUp: {policies: [{type: Pods, value: 1, periodSeconds: 1801}]}}"),
            List.of(
                "15:73 spec.behavior.scaleUp.policies[0].periodSeconds: 1801 is out of range. Write a whole number from 1 to 1800.")),
        new Mistake(
            "rate 0",
            with(
                METRICS,
                "  behavior: {scaleUp: {policies: [{type: Pods, value: 0, periodSeconds: 1}]}}"),
            List.of(
                "15:55 spec.behavior.scaleUp.policies[0].value: 0 is out of range. Write a whole number of 1 or more.")),
        new Mistake(
            "no rates",
            with(METRICS, "  behavior: {scaleUp: {policies: []}}"),
            List.of(
                "15:34 spec.behavior.scaleUp.policies: The list has too few items. Add at least 1.")),
        new Mistake(
            "rate without period",
            with(METRICS, "  behavior: {scaleUp: {policies: [{type: Pods, value: 1}]}}"),
            List.of(
                "15:35 spec.behavior.scaleUp.policies[0].periodSeconds: The field is missing. Add it.")),
        new Mistake(
            "unknown selectPolicy",
            with(METRICS, "  behavior: {scaleUp: {selectPolicy: max}}"),
            List.of(
                "15:38 spec.behavior.scaleUp.selectPolicy: \"max\" is unknown. Write Max, Min or Disabled.")),
        new Mistake(
            "negative tolerance",
            with(METRICS, "  behavior: {scaleUp: {tolerance: -0.1}}\n  tolerance: -1"),
            List.of(
                "15:35 spec.behavior.scaleUp.tolerance: -0.1 is out of range. Write a quantity of 0 or more.",
                "16:14 spec.tolerance: -1 is out of range. Write a number of 0 or more.")),
        new Mistake(
            "tolerance that is no number",
            with(METRICS, "  tolerance: .nan"),
            List.of("15:14 spec.tolerance: \".nan\" is not a number. Write one such as 0.1.")),
        new Mistake(
            "duration without meaning",
            with(METRICS, "  downscaleStabilization: 5 minutes"),
            List.of(
                "15:27 spec.downscaleStabilization: \"5 minutes\" is not a duration. Write a number of seconds, or one with a unit such as 300ms, 15s, 5m or 1h.")),
        new Mistake(
            "duration that is too long",
            with(METRICS, "  downscaleStabilization: 2h"),
            List.of(
                "15:27 spec.downscaleStabilization: 2h is out of range. Write a duration from 0s to 1h.")),
        new Mistake(
            "duration in quotes",
            with(METRICS, "  cpuInitializationPeriod: \"300\""),
            List.of(
                "15:28 spec.cpuInitializationPeriod: The number 300 is in quotes. Write it without them.")),
        new Mistake(
            "negative duration",
            with(METRICS, "  initialReadinessDelay: -1"),
            List.of(
                "15:26 spec.initialReadinessDelay: -1 is out of range. Write a duration from 0s to 1h.")));
  }

  private static Stream<Mistake> programs() {
    return Stream.of(
        new Mistake(
            "timeout 0",
            edit(PROGRAMS, "timeout: 1000", "timeout: 0"),
            List.of(
                "9:14 spec.metric.timeout: 0 is out of range. Write a duration from 1ms to 10m.")),
        new Mistake(
            "timeout too long",
            edit(PROGRAMS, "timeout: 1000", "timeout: 11m"),
            List.of(
                "9:14 spec.metric.timeout: 11m is out of range. Write a duration from 1ms to 10m.")),
        new Mistake(
            "timeout with a fraction",
            edit(PROGRAMS, "timeout: 1000", "timeout: 1.5"),
            List.of(
                "9:14 spec.metric.timeout: 1.5 is not a whole number. Write a number of milliseconds, or one with a unit such as 300ms, 15s, 5m or 1h.")),
        new Mistake(
            "unknown program type",
            edit(PROGRAMS, "type: shell", "type: bash"),
            List.of("8:11 spec.metric.type: \"bash\" is unknown. Write shell or http.")),
        new Mistake(
            "program without its block",
            edit(PROGRAMS, "type: shell", "type: http"),
            List.of(
                "8:5 spec.metric: The type is http, but there is no field http. Add it.",
                "10:5 spec.metric.shell: The type is http. Remove this or change the type.")),
        new Mistake(
            "shell without entrypoint",
            edit(PROGRAMS, "entrypoint: python3, ", ""),
            List.of("10:12 spec.metric.shell.entrypoint: The field is missing. Add it.")),
        new Mistake(
            "blank entrypoint",
            edit(PROGRAMS, "entrypoint: python3", "entrypoint: \" \""),
            List.of(
                "10:25 spec.metric.shell.entrypoint: \" \" does not fit. Write one line of text, not blank.")),
        new Mistake(
            "command as one string",
            edit(PROGRAMS, "[metric.py]", "metric.py"),
            List.of(
                "10:43 spec.metric.shell.command: A list is expected here, such as [first, second]. Found a single value.")),
        new Mistake(
            "number among arguments",
            edit(PROGRAMS, "[metric.py]", "[metric.py, 5, true]"),
            List.of(
                "10:55 spec.metric.shell.command[1]: 5 is a number, not text. Put it in quotes.",
                "10:58 spec.metric.shell.command[2]: true is a truth value, not text. Put it in quotes.")),
        new Mistake(
            "zero character in an argument",
            edit(PROGRAMS, "[metric.py]", "[\"a\\0b\"]"),
            List.of(
                "10:44 spec.metric.shell.command[0]: \"a?b\" does not fit. Write text of at most 32768 characters without a zero character.")),
        new Mistake(
            "truth value in quotes",
            edit(PROGRAMS, "[metric.py]", "[metric.py], logStderr: \"true\""),
            List.of(
                "10:67 spec.metric.shell.logStderr: The value true is in quotes. Write it without them.")),
        new Mistake(
            "no truth value",
            edit(PROGRAMS, "[metric.py]", "[metric.py], logStderr: yes"),
            List.of(
                "10:67 spec.metric.shell.logStderr: \"yes\" is neither true nor false. Write true or false.")),
        new Mistake(
            "URL of another scheme",
            edit(PROGRAMS, "http://decide.shop/queue", "ftp://decide.shop/queue"),
            List.of(
                "15:12 spec.evaluate.http.url: The value does not fit. Write a URL that starts with http:// or https://.")),
        new Mistake(
            "URL without host",
            edit(PROGRAMS, "http://decide.shop/queue", "http:///queue"),
            List.of(
                "15:12 spec.evaluate.http.url: The URL names no host. Write http://HOST/PATH.")),
        new Mistake(
            "URL that does not parse",
            edit(PROGRAMS, "http://decide.shop/queue", "\"http://decide.shop/{queue}\""),
            List.of(
                "15:12 spec.evaluate.http.url: The URL cannot be read at its character 20. Write it as http://HOST/PATH, with other characters as %XX.")),
        new Mistake(
            "URL with a password",
            edit(PROGRAMS, "http://decide.shop/queue", "http://me:hunter2@decide.shop/queue"),
            List.of(
                "15:12 spec.evaluate.http.url: The URL holds a user name or password. Send it in a header instead.")),
        new Mistake(
            "lower-case method",
            edit(PROGRAMS, "method: POST", "method: post"),
            List.of(
                "14:15 spec.evaluate.http.method: \"post\" does not fit. Write an HTTP method in capitals such as GET or POST.")),
        new Mistake(
            "status out of range",
            edit(PROGRAMS, "[200]", "[200, 99]"),
            List.of(
                "16:27 spec.evaluate.http.successCodes[1]: 99 is out of range. Write a whole number from 100 to 599.")),
        new Mistake(
            "no statuses",
            edit(PROGRAMS, "[200]", "[]"),
            List.of(
                "16:21 spec.evaluate.http.successCodes: The list has too few items. Add at least 1.")),
        new Mistake(
            "unknown parameterMode",
            edit(PROGRAMS, "parameterMode: body", "parameterMode: form"),
            List.of(
                "17:22 spec.evaluate.http.parameterMode: \"form\" is unknown. Write body or query.")),
        new Mistake(
            "header that belongs to the connection",
            with(PROGRAMS, "      headers: {Host: a}"),
            List.of(
                "18:17 spec.evaluate.http.headers.Host: This header cannot be set. Remove it.")),
        new Mistake(
            "header with a space, of two lines, and a number",
            with(PROGRAMS, "      headers: {\"a b\": c, X-A: \"hunter2\\nb\", X-B: 123456}"),
            List.of(
                "18:17 spec.evaluate.http.headers.a b: This is not the name of a header. Correct it.",
                "18:27 spec.evaluate.http.headers.X-A: The value has more than one line. Write one line.",
                "18:51 spec.evaluate.http.headers.X-B: The value is a number, not text. Put it in quotes.")),
        new Mistake(
            "certificate without key",
            with(PROGRAMS, "      clientCert: client.pem"),
            List.of(
                "18:7 spec.evaluate.http.clientCert: The field clientKey is missing beside it. Add it.")),
        new Mistake(
            "variable that is not passed on",
            with(PROGRAMS, "  env: [{name: KUBECONFIG}, {name: GITSCALER_TOKEN}, {name: PATH}]"),
            List.of(
                "18:16 spec.env[0].name: KUBECONFIG is not passed on to programs. Remove it or give a value.",
                "18:36 spec.env[1].name: GITSCALER_TOKEN is not passed on to programs. Remove it or give a value.",
                "18:61 spec.env[2].name: PATH is made anew for programs. Remove it or give a value.")),
        new Mistake(
            "variable twice",
            with(PROGRAMS, "  env: [{name: A, value: b}, {name: A}]"),
            List.of("18:37 spec.env[1].name: A occurs twice. Keep one.")),
        new Mistake(
            "variable of a bad name",
            with(PROGRAMS, "  env: [{name: a-b, value: hunter2}]"),
            List.of(
                "18:16 spec.env[0].name: \"a-b\" does not fit. Write the name of an environment variable such as API_TOKEN.")),
        new Mistake(
            "number as variable",
            with(PROGRAMS, "  env: [{name: A, value: 123456}]"),
            List.of("18:26 spec.env[0].value: The value is a number, not text. Put it in quotes.")),
        new Mistake(
            "several at once",
            with(
                edit(edit(METRICS, "minReplicas: 2", "minReplicas: 30"), "name: cpu", "nane: cpu"),
                "  mode: off"),
            List.of(
                "9:16 spec.maxReplicas: 20 is below minReplicas 30. Raise maxReplicas or lower minReplicas.",
                "13:9 spec.metrics[0].resource.nane: There is no such field. Did you mean name?",
                "15:9 spec.mode: \"off\" is unknown. Write enforce or observe.")));
  }
}
