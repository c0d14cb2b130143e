package io.gitscaler.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.MetricTarget;
import io.gitscaler.policy.Program;
import io.gitscaler.program.KubernetesMetric;
import io.gitscaler.program.KubernetesMetric.PodValue;
import io.gitscaler.program.KubernetesMetric.PodsReading;
import io.gitscaler.program.ProgramInput;
import io.gitscaler.program.ProgramRun;
import io.gitscaler.program.ProgramStep;
import io.gitscaler.program.ResourceValue;
import io.gitscaler.program.RunType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs in the manner of those that are written for the Custom Pod Autoscaler run as they are. */
@ParameterizedClass
@EnumSource(Way.class)
class ForeignProgramsTest {
  private static final Instant TIME = Instant.parse("2026-04-05T18:10:10Z");

  private final Way way;

  @TempDir Path folder;
  @TempDir Path temporary;
  private Programs programs;
  private Calls calls;

  ForeignProgramsTest(Way way) {
    this.way = way;
  }

  @BeforeEach
  void open() {
    programs = way.programs(2, temporary);
    calls = new Calls(folder);
  }

  @AfterEach
  void close() {
    programs.close();
  }

  private Program python(String script) throws IOException {
    Files.writeString(folder.resolve("program.py"), script);
    return new Program.Shell(Duration.ofSeconds(60), "python3", List.of("program.py"), false);
  }

  @Test
  void averagesTheKubernetesMetricsThatItIsGiven() throws IOException {
    Program program =
        python(
            """
            import json, sys

            def main():
                from_json = json.loads(sys.stdin.read())
                cpu = from_json["kubernetesMetrics"][0]
                assert cpu["spec"]["resource"]["name"] == "cpu"
                info = cpu["resource"]["pod_metrics_info"]
                used = sum(pod["Value"] for pod in info.values())
                asked = sum(cpu["resource"]["requests"][name] for name in info)
                sys.stdout.write(json.dumps({
                    "current": cpu["current_replicas"],
                    "percent": 100 * used // asked,
                    "missing": list(cpu["resource"]["missing_pods"]),
                }))

            if __name__ == "__main__":
                main()
            """);
    PodsReading reading =
        new PodsReading(
            Map.of(
                "web-1", new PodValue(TIME, Duration.ofSeconds(30), 150),
                "web-2", new PodValue(TIME, Duration.ofSeconds(30), 50)),
            Map.of("web-1", 200L, "web-2", 200L, "web-3", 200L),
            2,
            Set.of(),
            Set.of("web-3"),
            3,
            TIME);
    KubernetesMetric cpu =
        new KubernetesMetric(
            3, new MetricSpec.Resource("cpu", new MetricTarget.Utilization(50)), reading);

    ProgramRun run =
        programs.run(
            calls.call(
                ProgramStep.METRIC,
                program,
                new ProgramInput.ForMetric("{}", List.of(cpu), null, RunType.SCALER)));

    assertThat(run.failure()).isNull();
    assertThat(run.answer())
        .isEqualTo("{\"current\": 3, \"percent\": 50, \"missing\": [\"web-3\"]}");
  }

  @Test
  void decidesOnJsonInsideTheValues() throws IOException {
    Program program =
        python(
            """
            import json, sys

            def evaluate(info):
                free = 0
                for metric in info["metrics"]:
                    free += int(json.loads(metric["value"])["available"])
                replicas = len(info["metrics"])
                if free > 5:
                    replicas -= 1
                if free <= 0:
                    replicas += 1
                sys.stdout.write(json.dumps({"targetReplicas": replicas}))

            evaluate(json.loads(sys.stdin.read()))
            """);
    List<ResourceValue> metrics =
        List.of(
            Calls.answer("web-1", "{\"value\": 5, \"available\": 0}"),
            Calls.answer("web-2", "{\"value\": 5, \"available\": \"0\"}"));

    ProgramRun run =
        programs.run(
            calls.call(
                ProgramStep.EVALUATE,
                program,
                new ProgramInput.ForEvaluation(metrics, Calls.DEPLOYMENT, null, RunType.SCALER)));

    assertThat(run.failure()).isNull();
    assertThat(run.targetReplicas()).isEqualTo(3);
  }

  @Test
  void failsWithASentenceOnStderr() throws IOException {
    Program program =
        python(
            """
            import json, sys

            from_json = json.loads(sys.stdin.read())
            labels = from_json["resource"]["metadata"]["labels"]
            if "numReplicas" in labels:
                sys.stdout.write(labels["numReplicas"])
            else:
                sys.stderr.write("No 'numReplicas' label on the resource")
                sys.exit(1)
            """);

    ProgramRun run =
        programs.run(
            calls.call(
                ProgramStep.METRIC,
                program,
                new ProgramInput.ForMetric(Calls.DEPLOYMENT, null, null, RunType.SCALER)));

    assertThat(run.exitStatus()).isEqualTo(1);
    assertThat(run.stderr()).isEqualTo("No 'numReplicas' label on the resource");
    assertThat(run.failure()).contains("No 'numReplicas' label on the resource");
  }

  @Test
  void tellsADryRunFromTheRealThing() throws IOException {
    Program program =
        python(
            """
            import json, sys
            info = json.load(sys.stdin)
            print("would page" if info["runType"] == "api_dry_run" else "paged")
            """);

    ProgramRun run =
        programs.run(
            calls.call(
                ProgramStep.METRIC,
                program,
                new ProgramInput.ForMetric("{}", null, null, RunType.DRY_RUN)));

    assertThat(run.answer()).isEqualTo("would page");
  }
}
