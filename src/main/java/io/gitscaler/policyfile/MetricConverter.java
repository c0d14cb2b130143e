package io.gitscaler.policyfile;

import io.gitscaler.policy.LabelSelector;
import io.gitscaler.policy.MetricIdentifier;
import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.MetricTarget;
import io.gitscaler.policy.Program;
import io.gitscaler.policy.Quantity;
import io.gitscaler.policy.RunMode;
import io.gitscaler.policy.TargetRef;
import io.gitscaler.policyfile.MetricDocument.TargetType;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks metrics by the rules of the HorizontalPodAutoscaler's API; null stands for one that cannot be used, which then has a
 * problem. Stricter than that API in one point: exactly one target value, the one that {@code type} names.
 */
final class MetricConverter {
  private static final Set<TargetType> PER_POD = EnumSet.of(TargetType.AVERAGE_VALUE);
  private static final Set<TargetType> RESOURCE =
      EnumSet.of(TargetType.UTILIZATION, TargetType.AVERAGE_VALUE);
  private static final Set<TargetType> TOTAL =
      EnumSet.of(TargetType.VALUE, TargetType.AVERAGE_VALUE);

  private static final List<String> BLOCKS =
      Arrays.stream(MetricDocument.Type.values()).map(MetricDocument.Type::field).toList();
  private static final List<String> VALUES =
      Arrays.stream(TargetType.values()).map(TargetType::field).toList();

  private final Binding binding;
  private final ProgramConverter programs;

  MetricConverter(Binding binding, ProgramConverter programs) {
    this.binding = binding;
    this.programs = programs;
  }

  /** Those that can be used. */
  List<MetricSpec> convert(List<MetricDocument> documents) {
    List<MetricSpec> metrics = new ArrayList<>();
    for (MetricDocument document : documents) {
      MetricSpec metric = convert(document);
      if (metric != null) {
        metrics.add(metric);
      }
    }
    return metrics;
  }

  private @Nullable MetricSpec convert(MetricDocument document) {
    MetricDocument.Type type = document.type();
    if (type == null) {
      return null;
    }
    binding.expectOnly(document, type, type.field(), BLOCKS);
    return switch (type) {
      case RESOURCE -> resource(document.resource());
      case CONTAINER_RESOURCE -> containerResource(document.containerResource());
      case PODS -> pods(document.pods());
      case OBJECT -> object(document.object());
      case EXTERNAL -> external(document.external());
      case COMMAND -> command(document.command());
    };
  }

  private @Nullable MetricSpec resource(MetricDocument.@Nullable Resource document) {
    if (document == null) {
      return null;
    }
    String name = document.name();
    MetricTarget target = target(document.target(), RESOURCE);
    return name == null || target == null ? null : new MetricSpec.Resource(name, target);
  }

  private @Nullable MetricSpec containerResource(
      MetricDocument.@Nullable ContainerResource document) {
    if (document == null) {
      return null;
    }
    String name = document.name();
    String container = document.container();
    MetricTarget target = target(document.target(), RESOURCE);
    return name == null || container == null || target == null
        ? null
        : new MetricSpec.ContainerResource(name, container, target);
  }

  private @Nullable MetricSpec pods(MetricDocument.@Nullable Pods document) {
    if (document == null) {
      return null;
    }
    MetricIdentifier metric = identifier(document.metric());
    MetricTarget target = target(document.target(), PER_POD);
    return metric == null || target == null ? null : new MetricSpec.Pods(metric, target);
  }

  private @Nullable MetricSpec object(MetricDocument.@Nullable ObjectMetric document) {
    if (document == null) {
      return null;
    }
    MetricIdentifier metric = identifier(document.metric());
    TargetRef described = described(document.describedObject());
    MetricTarget target = target(document.target(), TOTAL);
    return metric == null || described == null || target == null
        ? null
        : new MetricSpec.ObjectMetric(metric, described, target);
  }

  private static @Nullable TargetRef described(MetricDocument.@Nullable DescribedObject document) {
    if (document == null) {
      return null;
    }
    String apiVersion = document.apiVersion();
    String kind = document.kind();
    String name = document.name();
    return apiVersion == null || kind == null || name == null
        ? null
        : new TargetRef(apiVersion, kind, name);
  }

  private @Nullable MetricSpec external(MetricDocument.@Nullable External document) {
    if (document == null) {
      return null;
    }
    MetricIdentifier metric = identifier(document.metric());
    MetricTarget target = target(document.target(), TOTAL);
    return metric == null || target == null ? null : new MetricSpec.External(metric, target);
  }

  private @Nullable MetricSpec command(MetricDocument.@Nullable Command document) {
    if (document == null) {
      return null;
    }
    Program program = programs.convert(document.method());
    boolean perPod = document.runMode() == RunMode.PER_POD;
    MetricTarget target = target(document.target(), perPod ? PER_POD : TOTAL);
    if (program == null || target == null) {
      return null;
    }
    String name = document.name();
    return new MetricSpec.Command(
        name == null ? label(program) : name, program, document.runMode(), target);
  }

  /** The entrypoint, or host and path: never a query, which may hold a secret. */
  private static String label(Program program) {
    return switch (program) {
      case Program.Shell shell -> shell.entrypoint();
      case Program.Http http -> label(http.url());
    };
  }

  private static String label(String url) {
    try {
      URI uri = URI.create(url);
      return uri.getHost() + uri.getPath();
    } catch (IllegalArgumentException e) {
      return "http"; // The URL has a problem of its own.
    }
  }

  private @Nullable MetricIdentifier identifier(MetricDocument.@Nullable Identifier document) {
    String name = document == null ? null : document.name();
    if (document == null || name == null) {
      return null;
    }
    MetricDocument.Selector selector = document.selector();
    return new MetricIdentifier(name, selector == null ? null : selector(selector));
  }

  private LabelSelector selector(MetricDocument.Selector document) {
    for (String key : document.matchLabels().keySet()) {
      if (!Form.LABEL_KEY.fits(key)) {
        binding.problem(
            document,
            "matchLabels",
            key,
            "The name does not fit. Write " + Form.LABEL_KEY.words() + ".");
      }
    }
    List<LabelSelector.Requirement> requirements = new ArrayList<>();
    for (MetricDocument.Requirement requirement : document.matchExpressions()) {
      String key = requirement.key();
      LabelSelector.Operator operator = requirement.operator();
      if (key != null && operator != null) {
        checkValues(requirement, operator);
        requirements.add(new LabelSelector.Requirement(key, operator, requirement.values()));
      }
    }
    return new LabelSelector(document.matchLabels(), requirements);
  }

  private void checkValues(
      MetricDocument.Requirement requirement, LabelSelector.Operator operator) {
    boolean wanted =
        operator == LabelSelector.Operator.IN || operator == LabelSelector.Operator.NOT_IN;
    if (wanted && requirement.values().isEmpty()) {
      binding.problem(
          requirement,
          "values",
          "The operator %s needs values. Add at least one.".formatted(Spelling.of(operator)));
    } else if (!wanted && !requirement.values().isEmpty()) {
      binding.problem(
          requirement,
          "values",
          "The operator %s takes no values. Remove them.".formatted(Spelling.of(operator)));
    }
  }

  private @Nullable MetricTarget target(
      MetricDocument.@Nullable Target document, Set<TargetType> allowed) {
    TargetType type = document == null ? null : document.type();
    if (document == null || type == null) {
      return null;
    }
    if (!allowed.contains(type)) {
      List<String> names = allowed.stream().map(Spelling::of).toList();
      binding.problem(
          document,
          "type",
          "A metric of this type has no target of type %s. Write %s."
              .formatted(Spelling.of(type), Wording.oneOf(names)));
      return null;
    }
    binding.expectOnly(document, type, type.field(), VALUES);
    return switch (type) {
      case UTILIZATION -> utilization(document.averageUtilization());
      case AVERAGE_VALUE -> {
        Quantity value = positive(document, "averageValue", document.averageValue());
        yield value == null ? null : new MetricTarget.AverageValue(value);
      }
      case VALUE -> {
        Quantity value = positive(document, "value", document.value());
        yield value == null ? null : new MetricTarget.Value(value);
      }
    };
  }

  private static @Nullable MetricTarget utilization(@Nullable Integer percent) {
    return percent == null ? null : new MetricTarget.Utilization(percent);
  }

  private @Nullable Quantity positive(
      MetricDocument.Target document, String field, @Nullable Quantity value) {
    if (value != null && value.amount().signum() <= 0) {
      binding.problem(document, field, "0 is out of range. Write a quantity above 0.");
      return null;
    }
    return value;
  }
}
