package io.gitscaler.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.google.protobuf.InvalidProtocolBufferException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.gitscaler.failure.Causes;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OneLine;
import io.gitscaler.failure.OutsideFailure;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Turns the client library's exception into ours: the one place where a status of the API server gets its meaning. */
public final class KubernetesFailures {
  private static final int LONGEST_QUOTE = 300;
  private static final Pattern NO_NAMESPACE = Pattern.compile("^namespaces \".*\" not found");

  private KubernetesFailures() {}

  /**
   * Translates a failed request.
   *
   * @param where what the request was about, such as {@code deployments.apps shop/checkout}
   */
  public static OutsideFailure translate(String where, KubernetesClientException exception) {
    int code = exception.getCode();
    String words = words(exception);
    if (code <= 0) {
      return withoutAnswer(where, exception);
    }
    if (code == 429 || code == 408 || code >= 500) {
      return failure(
          FailureKind.CLUSTER_UNREACHABLE,
          where,
          "the API server answered " + code + quoted(words),
          "It is tried again with the next pass.",
          exception);
    }
    return switch (code) {
      case 401 ->
          failure(
              FailureKind.FORBIDDEN,
              where,
              "the API server did not accept the credentials (401)",
              "Check the service account's token, or the user in the kubeconfig.",
              exception);
      case 403 -> forbidden(where, words, exception);
      case 404 ->
          failure(
              FailureKind.NOT_FOUND,
              where,
              "not found" + quoted(words),
              NO_NAMESPACE.matcher(words).find() ? "Create the namespace, or name another." : "",
              exception);
      case 409, 412 ->
          failure(
              FailureKind.CONFLICT,
              where,
              "somebody else changed it first" + quoted(words),
              "",
              exception);
      default ->
          failure(
              FailureKind.UNUSABLE,
              where,
              "the API server refused with " + code + quoted(words),
              "",
              exception);
    };
  }

  /** The same for what a run asks first: where nothing answers, the address is named. */
  static OutsideFailure translate(
      KubernetesClient client, String where, KubernetesClientException exception) {
    String place = exception.getCode() > 0 ? where : where + " at " + client.getMasterUrl();
    return translate(place, exception);
  }

  /** Something answered that is no API server, or not to the question; what was asked for is not known. */
  static OutsideFailure unreadable(String where, @Nullable Throwable cause) {
    return new OutsideFailure(
        FailureKind.CLUSTER_UNREACHABLE,
        where,
        "the answer is not one of the Kubernetes API",
        "Check that the address is an API server's and no proxy answers in its place.",
        cause);
  }

  /** The object that was answered, which an empty answer and one of another kind are not. */
  static <T extends HasMetadata> T whole(String where, @Nullable T answer) {
    if (answer == null || answer.getMetadata() == null) {
      throw unreadable(where, null);
    }
    return answer;
  }

  /** The server's own words, on one line and of bounded length; empty where it said nothing. */
  static String words(KubernetesClientException exception) {
    String message =
        exception.getStatus() == null ? exception.getMessage() : exception.getStatus().getMessage();
    return message == null ? "" : quote(message);
  }

  private static String quote(String text) {
    return OneLine.ofWords(text, LONGEST_QUOTE);
  }

  private static OutsideFailure forbidden(
      String where, String words, KubernetesClientException exception) {
    Optional<RbacDenial> denial = RbacDenial.parse(words);
    return denial.isPresent()
        ? failure(
            FailureKind.FORBIDDEN, where, denial.get().what(), denial.get().advice(), exception)
        : failure(
            FailureKind.FORBIDDEN,
            where,
            "the API server refused" + quoted(words),
            "Ask who looks after the cluster's admission rules.",
            exception);
  }

  private static OutsideFailure withoutAnswer(String where, KubernetesClientException exception) {
    JsonProcessingException json = Causes.find(exception, JsonProcessingException.class);
    if ((json != null && !(json instanceof JsonEOFException))
        || Causes.find(exception, InvalidProtocolBufferException.class) != null) {
      return unreadable(where, exception);
    }
    return failure(
        FailureKind.CLUSTER_UNREACHABLE,
        where,
        "the API server could not be asked: " + reason(exception),
        Causes.find(exception, CertPathBuilderException.class) == null
            ? "Check the address, the network and the API server; it is tried again with the next pass."
            : "Check that certificate-authority in the kubeconfig is the authority of this cluster, and the address.",
        exception);
  }

  private static String reason(KubernetesClientException exception) {
    if (Causes.find(exception, HttpConnectTimeoutException.class) != null) {
      return "no connection in time";
    }
    if (Causes.find(exception, HttpTimeoutException.class) != null
        || Causes.find(exception, TimeoutException.class) != null) {
      return "no answer in time";
    }
    if (Causes.find(exception, ApiRequests.HalfAnswer.class) != null
        || Causes.find(exception, JsonEOFException.class) != null) {
      return "the answer stopped half-way";
    }
    UnknownHostException unknown = Causes.find(exception, UnknownHostException.class);
    if (unknown != null) {
      return "unknown host " + quote(String.valueOf(unknown.getMessage()));
    }
    if (Causes.find(exception, UnresolvedAddressException.class) != null) {
      return "the name of its host is unknown";
    }
    if (Causes.find(exception, ConnectException.class) != null) {
      return "connection refused";
    }
    if (Causes.find(exception, CertPathBuilderException.class) != null) {
      return "its certificate is not signed by an authority that is trusted";
    }
    SSLException tls = Causes.find(exception, SSLException.class);
    if (tls != null) {
      return "TLS failed: " + quote(String.valueOf(tls.getMessage()));
    }
    Throwable root = exception;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null ? root.getClass().getSimpleName() : quote(message);
  }

  private static String quoted(String words) {
    return words.isEmpty() ? "" : " (" + words + ")";
  }

  private static OutsideFailure failure(
      FailureKind kind, String where, String what, String advice, Throwable cause) {
    return new OutsideFailure(kind, where, what, advice, cause);
  }
}
