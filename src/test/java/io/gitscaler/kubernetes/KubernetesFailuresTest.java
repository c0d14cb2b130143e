package io.gitscaler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesFailuresTest {
  private static final String WHERE = "deployments.apps shop/checkout";

  @ParameterizedTest
  @CsvSource({
    "400, UNUSABLE",
    "401, FORBIDDEN",
    "403, FORBIDDEN",
    "404, NOT_FOUND",
    "409, CONFLICT",
    "422, UNUSABLE",
    "429, CLUSTER_UNREACHABLE",
    "500, CLUSTER_UNREACHABLE",
    "503, CLUSTER_UNREACHABLE",
    "504, CLUSTER_UNREACHABLE"
  })
  void givesEachStatusItsMeaning(int code, FailureKind kind) {
    OutsideFailure failure = KubernetesFailures.translate(WHERE, answer(code, "because"));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure).hasMessageStartingWith(WHERE + ": ");
  }

  @Test
  void namesTheRuleThatAServiceAccountLacks() {
    String words =
        "deployments.apps \"checkout\" is forbidden: User \"system:serviceaccount:gitscaler:runner\""
            + " cannot update resource \"deployments/scale\" in API group \"apps\" in the namespace"
            + " \"shop\"";

    assertThat(KubernetesFailures.translate(WHERE, answer(403, words)))
        .hasMessage(
            "deployments.apps shop/checkout: service account gitscaler/runner may not update"
                + " deployments/scale in namespace shop. Add this rule to a Role in namespace shop that"
                + " is bound to service account gitscaler/runner: {apiGroups: [\"apps\"], resources:"
                + " [\"deployments/scale\"], verbs: [\"update\"]}.");
  }

  @Test
  void namesTheClusterRoleThatAUserLacks() {
    String words =
        "customresourcedefinitions.apiextensions.k8s.io \"x\" is forbidden: User \"jane\" cannot get"
            + " resource \"customresourcedefinitions\" in API group \"apiextensions.k8s.io\" at the"
            + " cluster scope";

    assertThat(KubernetesFailures.translate(WHERE, answer(403, words)).sentence())
        .contains("user jane may not get customresourcedefinitions in the cluster")
        .contains("a ClusterRole that is bound to user jane");
  }

  @Test
  void givesNoRightsToWhoeverSendsNoCredentials() {
    String words =
        "deployments.apps is forbidden: User \"system:anonymous\" cannot list resource"
            + " \"deployments\" in API group \"apps\" in the namespace \"shop\"";

    assertThat(KubernetesFailures.translate(WHERE, answer(403, words)).sentence())
        .contains("no credentials were sent, and user system:anonymous may not list deployments")
        .contains("Give the user in the kubeconfig a token")
        .doesNotContain("apiGroups", "rule", "Role");
  }

  @Test
  void saysWhatToDoAboutANamespaceThatIsMissing() {
    assertThat(
            KubernetesFailures.translate("leases g/g", answer(404, "namespaces \"g\" not found")))
        .hasMessage(
            "leases g/g: not found (namespaces \"g\" not found). Create the namespace, or name another.");
  }

  @Test
  void quotesAnAdmissionRefusalOnOneBoundedLine() {
    String words = "admission webhook \"quota\" denied the request:\n  too many" + "!".repeat(999);

    String sentence = KubernetesFailures.translate(WHERE, answer(403, words)).sentence();

    assertThat(sentence)
        .contains("admission webhook \"quota\" denied the request: too many!!!")
        .hasSizeLessThan(500)
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "!"})
  void quotesNothingThatATerminalObeysAndNoHalfOfACharacter(String first) {
    String words = first + "\u202e\u001b" + "\ud83d\ude80".repeat(999);

    String sentence = KubernetesFailures.translate(WHERE, answer(403, words)).sentence();

    assertThat(sentence).contains("\ud83d\ude80").doesNotContain("\u202e", "\u001b");
    assertThat(sentence.codePoints())
        .noneMatch(each -> Character.getType(each) == Character.SURROGATE);
  }

  @Test
  void tellsAnAbsentServerFromASilentOneAndFromNoServerAtAll() {
    assertThat(broken(new ConnectException()))
        .hasMessageContaining("connection refused")
        .extracting(OutsideFailure::kind)
        .isEqualTo(FailureKind.CLUSTER_UNREACHABLE);
    assertThat(
            broken(
                (IOException) new ConnectException().initCause(new UnresolvedAddressException())))
        .hasMessageContaining("the name of its host is unknown");
    assertThat(broken(new HttpTimeoutException("request timed out")))
        .hasMessageContaining("no answer in time");
    assertThat(broken(new IOException("Connection reset")))
        .hasMessageContaining("Connection reset");
    assertThat(broken(new JsonParseException(null, "Unexpected character '<'")))
        .hasMessageContaining("no proxy answers in its place")
        .extracting(OutsideFailure::kind)
        .isEqualTo(FailureKind.CLUSTER_UNREACHABLE);
  }

  private static OutsideFailure broken(IOException cause) {
    return KubernetesFailures.translate(WHERE, new KubernetesClientException("x", cause));
  }

  private static KubernetesClientException answer(int code, String message) {
    return new KubernetesClientException(
        message, code, new StatusBuilder().withMessage(message).withCode(code).build());
  }
}
