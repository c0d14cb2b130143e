package io.gitscaler.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which servers are reached through which proxy. */
class WebProxyTest {
  private static @Nullable WebProxy proxy(String server, String environment)
      throws URISyntaxException {
    Map<String, String> variables = new HashMap<>();
    for (String each : environment.split("; ", -1)) {
      int equals = each.indexOf('=');
      variables.put(each.substring(0, equals), each.substring(equals + 1));
    }
    return WebProxy.of(new URIish(server), variables);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://git.example.org/x | HTTPS_PROXY=http://proxy:3128                        | proxy:3128 (from HTTPS_PROXY)
          https://git.example.org/x | https_proxy=http://proxy:3128/                       | proxy:3128 (from https_proxy)
          https://git.example.org/x | https_proxy=http://small:1; HTTPS_PROXY=http://big:2 | small:1 (from https_proxy)
          https://git.example.org/x | https_proxy=; HTTPS_PROXY=http://big:2               | big:2 (from HTTPS_PROXY)
          https://git.example.org/x | HTTPS_PROXY=proxy:3128                               | proxy:3128 (from HTTPS_PROXY)
          https://git.example.org/x | HTTPS_PROXY=http://proxy                             | proxy:1080 (from HTTPS_PROXY)
          https://git.example.org/x | HTTPS_PROXY=http://[fd00::1]:3128                    | [fd00::1]:3128 (from HTTPS_PROXY)
          https://git.example.org/x | HTTP_PROXY=http://proxy:3128                         |
          https://git.example.org/x | ALL_PROXY=http://proxy:3128                          | proxy:3128 (from ALL_PROXY)
          http://git.example.org/x  | HTTPS_PROXY=http://proxy:3128                        |
          http://git.example.org/x  | http_proxy=http://proxy:3128                         | proxy:3128 (from http_proxy)
          """)
  void comesFromTheEnvironment(String server, String environment, @Nullable String expected)
      throws URISyntaxException {
    WebProxy proxy = proxy(server, environment);

    assertThat(proxy == null ? null : proxy.toString()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://git.example.org/x      | *                     | direct
          https://git.example.org/x      | git.example.org       | direct
          https://GIT.example.org/x      | git.Example.ORG       | direct
          https://git.example.org/x      | a, example.org        | direct
          https://git.example.org/x      | a .example.org b      | direct
          https://git.example.org/x      | *.example.org         | direct
          https://example.org/x          | .example.org          | direct
          https://git.example.org/x      | ample.org             | proxy
          https://git.example.org/x      | example.com           | proxy
          https://git.example.org/x      | xgit.example.org      | proxy
          https://git.example.org/x      | git.example.org:443   | direct
          https://git.example.org/x      | example.org:8443      | proxy
          https://git.example.org:8443/x | example.org:8443      | direct
          https://10.1.2.3/x             | 10.1.2.3              | direct
          https://10.1.2.3/x             | 10.0.0.0/8            | direct
          https://10.1.2.3/x             | 10.1.2.0/31           | proxy
          https://10.1.2.3/x             | 10.1.2.2/31           | direct
          https://11.1.2.3/x             | 10.0.0.0/8            | proxy
          https://10.1.2.3/x             | 0.0.0.0/0             | direct
          https://10.1.2.3/x             | 10.0.0.0/33           | proxy
          https://10.1.2.3/x             | fd00::/8              | proxy
          https://10.1.2.3/x             | 2.3                   | proxy
          https://git.example.org/x      | 0.0.0.0/0             | proxy
          https://[fd00::7]/x            | fd00::/8              | direct
          https://[fd00::7]:8443/x       | [fd00::7]:8443        | direct
          https://[fd00::7]/x            | fd00:0::7             | direct
          https://git.example.org/x      | /                     | proxy
          """)
  void isLeftOutForTheServersThatAreExcepted(String server, String direct, String way)
      throws URISyntaxException {
    for (String name : new String[] {"NO_PROXY", "no_proxy"}) {
      WebProxy proxy = proxy(server, "HTTPS_PROXY=http://proxy:3128; " + name + "=" + direct);

      assertThat(proxy == null ? "direct" : "proxy").as(name).isEqualTo(way);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://ops:canary@proxy:3128, canary",
    "ops:canary@proxy:3128, canary",
    "http://ops:c%40n%3Aa+y@proxy:3128, c@n:a+y",
    "http://ops@proxy:3128, ''",
  })
  void readsCredentialsAndShowsThemToNobody(String address, String password)
      throws URISyntaxException {
    WebProxy proxy =
        Objects.requireNonNull(proxy("https://git.example.org/x", "HTTPS_PROXY=" + address));

    assertThat(proxy.login()).isEqualTo(new WebProxy.Login("ops", password));
    assertThat(String.valueOf(proxy.login())).isEqualTo("Login[ops]");
    assertThat(proxy.toString()).isEqualTo("proxy:3128 (from HTTPS_PROXY)");
  }

  @ParameterizedTest
  @CsvSource({
    "https://ops:canary@proxy:3128",
    "socks5://ops:canary@proxy:1080",
    "http://ops:canary@",
    "http://ops:can ary@proxy",
    "http://ops:canary@proxy:port",
  })
  void refusesWhatGitCannotUseWithoutShowingIt(String address) {
    assertThatThrownBy(() -> proxy("https://git.example.org/x", "HTTPS_PROXY=" + address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessageStartingWith("HTTPS_PROXY holds no address of a proxy that Git can use. ")
        .hasMessageNotContainingAny("canary", "can ary")
        .hasMessageContaining("NO_PROXY");
  }
}
