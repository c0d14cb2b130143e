package io.gitscaler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.policy.LabelSelector;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.workload.PodSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelledObjectsTest {
  private final List<PodSnapshot> all = pods();
  private final LabelledObjects<PodSnapshot> pods = new LabelledObjects<>(all, PodSnapshot::labels);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app=a3", "app=a3,tier=t1", "tier=t1,app=absent", "app in (a1,a2)", "app in (a1)",
        "app notin (a1)", "!app", "app", "tier in (t0),app!=a2", ""
      })
  void answersAsIfEveryPodWereLookedAt(String selector) {
    LabelSelector parsed = LabelSelector.parse(selector);

    assertThat(pods.matching(selector))
        .containsExactlyElementsOf(
            all.stream().filter(pod -> parsed.matches(pod.labels())).toList());
  }

  @Test
  void countsOnlyPodsThatExistAsCommonPods() {
    PolicyId first = new PolicyId("shop", "first");
    PolicyId second = new PolicyId("shop", "second");
    PolicyId twin = new PolicyId("shop", "twin");
    PolicyId apart = new PolicyId("shop", "apart");
    Map<PolicyId, String> selectors =
        Map.of(
            first, "app=a1", second, "app in (a1,a9),tier", twin, "app=a1", apart, "app=a1,!tier");
    SharedPods shared = new SharedPods(pods, selectors);

    assertThat(shared.others(first, "app=a1")).containsExactly(second, twin);
    assertThat(shared.others(second, "app in (a1,a9),tier")).containsExactly(first, twin);
    assertThat(shared.others(apart, "app=a1,!tier")).isEmpty();
  }

  private static List<PodSnapshot> pods() {
    List<PodSnapshot> pods = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Map<String, String> labels = new HashMap<>();
      if (i % 8 != 0) {
        labels.put("app", "a" + i % 5);
        labels.put("tier", "t" + i % 2);
      }
      pods.add(
          new PodSnapshot(
              "shop",
              "pod-" + i,
              labels,
              "Running",
              false,
              null,
              null,
              List.of(),
              List.of(),
              null,
              Map.of(),
              null));
    }
    return pods;
  }
}
