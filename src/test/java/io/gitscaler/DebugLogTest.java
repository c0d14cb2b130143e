package io.gitscaler;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.examples.ApiStub;
import io.gitscaler.testing.BareRepository;
import io.gitscaler.testing.GitHttpsServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The debug log has what libraries of ours say, and nothing of what the JDK says, whose HTTP client tells each header. */
class DebugLogTest {
  private static final String TOKEN = "canary-token";
  private static final String BASIC =
      Base64.getEncoder().encodeToString(("robot:" + TOKEN).getBytes(StandardCharsets.UTF_8));

  @TempDir private Path folder;

  @Test
  void doesNotTellTheTokenThatGoesToGitOverHttps() throws Exception {
    BareRepository.create(folder, "policies").commit("main", Map.of("a.yaml", ""));
    try (GitHttpsServer git = GitHttpsServer.start(folder, folder, "robot", TOKEN)) {
      String log = debugLog(git.url("policies.git"), "--git-ca-file=" + git.certificate());

      assertThat(git.requests()).isNotEmpty();
      assertThat(log).doesNotContain("HTTP 401");
    }
  }

  @Test
  void doesNotTellTheTokenThatGoesToGitOverHttp() throws Exception {
    try (ApiStub git = new ApiStub(404, "")) {
      debugLog(git.url() + "/policies.git");

      assertThat(git.requests()).isNotEmpty();
      assertThat(git.requests())
          .extracting(ApiStub.Request::authorization)
          .contains("Basic " + BASIC);
    }
  }

  private String debugLog(String repository, String... more) throws IOException {
    Path token = Files.writeString(folder.resolve("token"), TOKEN);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "manifests",
                "--policies-repo=" + repository,
                "--git-username=robot",
                "--git-token-file=" + token,
                "--log-level=debug"));
    arguments.addAll(List.of(more));
    String log = CommandRun.of(arguments).err();
    assertThat(log)
        .contains("DEBUG ", "[FileSnapshot]")
        .doesNotContain(TOKEN, BASIC, "Authorization", "sun.", "[HttpURLConnection]", "X509");
    return log;
  }
}
