package io.gitscaler.git;

import io.gitscaler.failure.Causes;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.RepositoryNotFoundException;

/** What JGit's exceptions mean, by their types and by what the connection saw. */
final class GitFailures {
  private static final int PROXY_REFUSES = 407;

  private final GitRemote remote;

  GitFailures(GitRemote remote) {
    this.remote = remote;
  }

  /**
   * Puts an exception of a connection into words.
   *
   * @param status the last HTTP status, 0 where there was none
   * @param hostRefused whether the ssh server's key was not among the known hosts
   */
  OutsideFailure of(Throwable problem, int status, boolean hostRefused) {
    if (hostRefused) {
      return unknownHostKey(problem);
    }
    if (status == 401 || status == 403 || isSshRefusal(problem)) {
      return refused(problem, status);
    }
    if (Causes.find(problem, NoRemoteRepositoryException.class) != null
        || Causes.find(problem, RepositoryNotFoundException.class) != null
        || status == 404) {
      return new OutsideFailure(
          FailureKind.GIT_REFUSED,
          remote.display(),
          "there is no Git repository",
          "Check the address; servers also answer so where the credentials may not read it.",
          problem);
    }
    return unreachable(problem, status);
  }

  private OutsideFailure unknownHostKey(Throwable problem) {
    return new OutsideFailure(
        FailureKind.GIT_REFUSED,
        remote.display(),
        "the ssh server's key is not in the known_hosts file",
        "If the server has a new key, compare it with the one its owner publishes and put that into the file: "
            + keyscan(),
        problem);
  }

  /** What to tell where an ssh remote has no known hosts. */
  OutsideFailure noKnownHosts() {
    return new OutsideFailure(
        FailureKind.GIT_REFUSED,
        remote.display(),
        "ssh needs a known_hosts file, for without it any server could pose as this one",
        "Make one with "
            + keyscan()
            + ", compare it with what the server's owner publishes, and name it.");
  }

  private String keyscan() {
    int port = remote.uri().getPort();
    return "ssh-keyscan " + (port > 0 ? "-p " + port + " " : "") + remote.uri().getHost();
  }

  private OutsideFailure refused(Throwable problem, int status) {
    String what =
        switch (remote.credentials()) {
          case GitCredentials.None none -> "the Git server wants credentials and there are none";
          case GitCredentials.SshKey key ->
              "the Git server does not accept the ssh key " + key.key();
          case GitCredentials.Password password ->
              status == 403
                  ? "the Git server knows user " + password.username() + " and refuses access"
                  : "the Git server does not accept the token or password of user "
                      + password.username();
        };
    return new OutsideFailure(
        FailureKind.GIT_REFUSED,
        remote.display(),
        status == 0 ? what : what + " (HTTP " + status + ")",
        remote.credentials() instanceof GitCredentials.None
            ? "Name a file with a token with --git-token-file, or set GITSCALER_GIT_TOKEN."
            : "Check that the credentials are right and not expired, and may read this repository and, for the trail, push to it.",
        problem);
  }

  private OutsideFailure unreachable(Throwable problem, int status) {
    if (Causes.find(problem, SSLException.class) != null) {
      return new OutsideFailure(
          FailureKind.GIT_UNREACHABLE,
          remote.display(),
          "no trusted TLS connection: " + ServerText.clean(deepest(problem)),
          "Check the server's certificate; for a certificate authority of your own name its file with --git-ca-file.",
          problem);
    }
    // What was not reached may be the proxy, or what lies behind it.
    WebProxy proxy = remote.proxy();
    String way = proxy == null ? "" : " through the proxy " + proxy;
    String host = proxy == null ? String.valueOf(remote.uri().getHost()) : proxy.host();
    String what;
    if (status == PROXY_REFUSES) {
      what = "no way" + way + ": it does not accept who we are (HTTP " + status + ")";
    } else if (Causes.find(problem, UnknownHostException.class) != null) {
      what = "the name " + host + " is not known" + way;
    } else if (Causes.find(problem, ConnectException.class) != null
        || Causes.find(problem, NoRouteToHostException.class) != null) {
      what = "no connection" + way + ": " + ServerText.clean(deepest(problem));
    } else if (Causes.find(problem, SocketTimeoutException.class) != null) {
      what = "no answer within " + remote.timeoutSeconds() + " s" + way;
    } else {
      // What a proxy says to a tunnel is told by nobody but the deepest.
      Throwable teller = proxy == null ? problem : deepest(problem);
      what =
          "Git failed"
              + way
              + (status >= 400 ? " (HTTP " + status + ")" : "")
              + ": "
              + ServerText.clean(teller.getMessage(), remote);
    }
    return new OutsideFailure(
        FailureKind.GIT_UNREACHABLE,
        remote.display(),
        what,
        proxy == null
            ? "Check the address, the network and the server."
            : "Check the proxy, whom it lets through and where to; or except this server with NO_PROXY.",
        problem);
  }

  private static boolean isSshRefusal(Throwable problem) {
    SshException ssh = Causes.find(problem, SshException.class);
    return ssh != null
        && ssh.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE;
  }

  private static Throwable deepest(Throwable problem) {
    Throwable at = problem;
    while (at.getCause() != null) {
      at = at.getCause();
    }
    return at;
  }
}
