package io.gitscaler.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.policy.Program;
import io.gitscaler.policy.Program.ParameterMode;
import io.gitscaler.policy.RunMode;
import io.gitscaler.policy.ScalingMethod;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.testing.Policies;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a policy hands to its program as a secret, and what is left when the program says it again. */
class SecretsTest {
  private static String struck(String url, Map<String, String> headers, String answer) {
    return Secrets.of(http(url, headers)).strike(answer);
  }

  private static Program http(String url, Map<String, String> headers) {
    return new Program.Http(
        Duration.ofSeconds(1),
        "POST",
        url,
        List.of(200),
        ParameterMode.BODY,
        headers,
        null,
        null,
        null);
  }

  @ParameterizedTest(name = "{0} answers {1}")
  @CsvSource({
    "?token=canary,             no canary here,        no *** here",
    "?API_KEY=canary,           no canary here,        no *** here",
    "?clientSecret=canary,      no canary here,        no *** here",
    "?password=canary,          no canary here,        no *** here",
    "?X-Amz-Signature=canary,   no canary here,        no *** here",
    "?authorization=canary,     no canary here,        no *** here",
    "?shop=corner&token=canary, corner has no canary,  corner has no ***",
    "?token=canary&key=sparrow, canary and sparrow,    *** and ***",
    "?token=canary#start,       canary at #start,      *** at #start",
    "?token=can%2Fary,          can%2Fary is can/ary,  *** is ***",
    "?token=can/ary,            can%2Fary is can/ary,  *** is ***",
    "?token=50%canary,          50%canary is no value, *** is no value",
    "?shop=canary,              no canary here,        no canary here",
    "/token/canary,             no canary here,        no canary here",
    "?token=bird,               no bird here,          no bird here",
  })
  void strikesWhatTheQueryCallsASecret(String query, String answer, String left) {
    assertThat(struck("https://shop.example/decide" + query, Map.of(), answer)).isEqualTo(left);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "said \"canary-bird...\",      said \"***...\"",
    "ends with \"...ary-bird!\",   ends with \"...***\"",
    "'nary-bird!: no',             ***: no",
    "said \"canar...\",            said \"canar...\"",
    "ends with \"...bird!\",       ends with \"...bird!\"",
    "'no canary-bird! but ...',    no *** but ...",
  })
  void strikesWhatACutLeftOfASecret(String text, String left) {
    Secrets secrets = Secrets.of(http("https://shop.example", Map.of("X-Key", "canary-bird!")));

    assertThat(secrets.strikeCut(text)).isEqualTo(left);
  }

  @Test
  void strikesTheLongestFirst() {
    assertThat(struck("https://shop.example?key=canary&token=canary-4711", Map.of(), "canary-4711"))
        .isEqualTo("***");
  }

  @Test
  void strikesHeadersWhateverTheirNames() {
    assertThat(struck("https://shop.example", Map.of("X-Shop", "canary"), "no canary here"))
        .isEqualTo("no *** here");
  }

  /** A header names more than one thing, and an answer repeats the one that matters. */
  @ParameterizedTest(name = "{0}: {1} answers {2}")
  @CsvSource({
    "Authorization,       Bearer canary-token,           no canary-token here,  no *** here",
    "authorization,       Bearer canary-token,           no Bearer token here,  no Bearer token here",
    "Proxy-Authorization, Token canary-token,            no canary-token here,  no *** here",
    "Authorization,       Basic c2hvcDpjYW5hcnk6YmlyZA==, canary:bird of shop,  *** of shop",
    "Authorization,       basic c2hvcDpjYW5hcnk6YmlyZA==, shop:canary:bird,     ***",
    "Authorization,       Basic c2hvcDpjYW5hcnk6YmlyZA==, c2hvcDpjYW5hcnk6YmlyZA==?, ***?",
    "Authorization,       Basic c2hvcDpjYW5hcnk6YmlyZA,  canary:bird of shop,   *** of shop",
    "Authorization,       Basic canary-no-base64,        canary-no-base64?,     ***?",
    "Authorization,       canary-token,                  no canary-token here,  no *** here",
    "Authorization,       'Digest username=\"shop\", response=\"canary\"', no canary here, no *** here",
    "Cookie,              shop=corner; session=canary,   no canary in corner,   no *** in ***",
    "X-Keys,              canary-1 canary-2,             canary-2 and canary-1, *** and ***",
    "X-Keys,              'canary-1,canary-2',           canary-2 and canary-1, *** and ***",
    "Authorization,       Bearer bird,                   no bird here,          no bird here",
  })
  void strikesEachPartOfAHeader(String name, String value, String answer, String left) {
    assertThat(struck("https://shop.example", Map.of(name, value), answer)).isEqualTo(left);
  }

  /** What its metric program answers, its evaluate program is told, and may say again. */
  @Test
  void knowsWhatAPolicyHandsToAnyOfItsPrograms() {
    ScalingPolicy policy =
        Policies.byPrograms("shop/web")
            .method(
                new ScalingMethod.ByPrograms(
                    RunMode.PER_RESOURCE,
                    http("https://shop.example?token=canary", Map.of()),
                    http("https://shop.example", Map.of("X-Shop", "sparrow")),
                    List.of(),
                    false))
            .build();

    assertThat(Secrets.of(policy).strike("canary and sparrow")).isEqualTo("*** and ***");
  }

  @Test
  void handsNothingToAProcess() {
    Program program =
        new Program.Shell(Duration.ofSeconds(1), "echo", List.of("token=canary"), false);

    assertThat(Secrets.of(program).strike("token=canary")).isEqualTo("token=canary");
  }
}
