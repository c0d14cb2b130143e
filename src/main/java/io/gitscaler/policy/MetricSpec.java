package io.gitscaler.policy;

/**
 * One entry of {@code metrics} or {@code kubernetesMetricSpecs}: the MetricSpec of autoscaling/v2, and {@link Command}
 * beside it.
 */
public sealed interface MetricSpec {
  MetricTarget target();

  /** The name of the type in a policy, such as {@code ContainerResource}. */
  String type();

  /** What is measured, for people: {@code cpu}, {@code memory of container app}, {@code queue_length}. */
  String label();

  /** Whether it can be read while no pod of the target runs. */
  default boolean needsNoPods() {
    return switch (this) {
      case ObjectMetric object -> true;
      case External external -> true;
      case Command command -> command.runMode() == RunMode.PER_RESOURCE;
      case Resource resource -> false;
      case ContainerResource resource -> false;
      case Pods pods -> false;
    };
  }

  /** The sum over a pod's containers, from metrics.k8s.io. */
  record Resource(String name, MetricTarget target) implements MetricSpec {
    @Override
    public String type() {
      return "Resource";
    }

    @Override
    public String label() {
      return name;
    }
  }

  /** One container of each pod, from metrics.k8s.io. */
  record ContainerResource(String name, String container, MetricTarget target)
      implements MetricSpec {
    @Override
    public String type() {
      return "ContainerResource";
    }

    @Override
    public String label() {
      return name + " of container " + container;
    }
  }

  /** One value for each pod, from custom.metrics.k8s.io. */
  record Pods(MetricIdentifier metric, MetricTarget target) implements MetricSpec {
    @Override
    public String type() {
      return "Pods";
    }

    @Override
    public String label() {
      return metric.name();
    }
  }

  /** One value that describes an object of the policy's namespace, from custom.metrics.k8s.io. */
  record ObjectMetric(MetricIdentifier metric, TargetRef describedObject, MetricTarget target)
      implements MetricSpec {
    @Override
    public String type() {
      return "Object";
    }

    @Override
    public String label() {
      return metric.name() + " of " + describedObject;
    }
  }

  /** Any number of series, added up, from external.metrics.k8s.io. */
  record External(MetricIdentifier metric, MetricTarget target) implements MetricSpec {
    @Override
    public String type() {
      return "External";
    }

    @Override
    public String label() {
      return metric.name();
    }
  }

  /**
   * A team's program measures and the HPA's formula decides. With {@link RunMode#PER_RESOURCE} it prints one number and
   * behaves like {@link External}; with {@link RunMode#PER_POD} it prints one number for each pod and behaves like {@link
   * Pods}.
   *
   * @param name what the number is called in records; the entrypoint where the policy gives none
   */
  record Command(String name, Program program, RunMode runMode, MetricTarget target)
      implements MetricSpec {
    @Override
    public String type() {
      return "Command";
    }

    @Override
    public String label() {
      return name;
    }
  }
}
