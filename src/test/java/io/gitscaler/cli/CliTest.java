package io.gitscaler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.cli.CommandLineRun.Ended;
import io.gitscaler.decision.ReasonCode;
import io.gitscaler.testing.FakeUseCases;
import org.junit.jupiter.api.Test;

class CliTest {
  private static final String REPO = "--policies-repo=https://git.example.org/policies";

  private final FakeUseCases useCases = new FakeUseCases();

  @Test
  void tellsARunAsATable() {
    useCases.answer(
        Reports.of(
            Reports.unchanged("shop/cart", 4),
            Reports.scaled("shop/checkout", 3, 5),
            Reports.stopped(
                "shop/search",
                ReasonCode.ProgramFailed,
                "metric of search: python3 ended with status 3. Run it with `gitscaler try`.")));

    Ended ended = new CommandLineRun(useCases).of("run", REPO);

    assertThat(ended.out())
        .isEqualTo(
            """
            POLICY         REPLICAS  OUTCOME             REASON
            shop/cart      4         unchanged           cpu 61% of 60% is within tolerance
            shop/checkout  3 -> 5    scaled              cpu 82% of 60%
            shop/search    4         stopped at measure  program failed

            3 policies: 1 scaled up, 1 unchanged, 1 failed
            policies  1a2b3c4d5e of main in https://git.example.org/policies
            trail     commit 9f8e7d6c5b with 2 records
            """);
    assertThat(ended.err())
        .isEqualTo(
            """
            shop/search stopped at measure (ProgramFailed): metric of search: python3 ended with status 3. Run it with `gitscaler try`.
            """);
    assertThat(ended.status()).isEqualTo(4);
  }
}
