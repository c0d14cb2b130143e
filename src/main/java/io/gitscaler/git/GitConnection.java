package io.gitscaler.git;

import io.gitscaler.failure.OutsideFailure;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.errors.RemoteRepositoryException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.storage.pack.PackConfig;
import org.eclipse.jgit.transport.FilterSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.jspecify.annotations.Nullable;

/**
 * Speaks to one remote on behalf of one local repository. Over ssh all of it goes through one session. Every exception of
 * JGit becomes an {@link OutsideFailure} here.
 */
final class GitConnection implements AutoCloseable {
  private static final Pattern NO_SPACE =
      Pattern.compile("No space left on device|File too large|Disk quota exceeded");

  private final GitRemote remote;
  private final Repository local;
  private final Transport transport;
  private final @Nullable HttpConnections http;
  private final @Nullable SshSessions ssh;

  /**
   * How much of a repository is fetched.
   *
   * @param depth how many commits deep; null for no such limit
   * @param since how old commits may be; null for no such limit
   * @param filter what is left out, where the server can do so; as Git spells it, null for nothing
   */
  record Amount(@Nullable Integer depth, @Nullable Instant since, @Nullable String filter) {
    /** The commits alone, with their whole trees. */
    static final Amount SNAPSHOT = new Amount(1, null, null);

    /** The commits and their folders; files are fetched one by one. */
    static final Amount SNAPSHOT_WITHOUT_FILES = new Amount(1, null, "blob:none");

    /** Everything that led to the commits. */
    static final Amount HISTORY = new Amount(null, null, null);

    /** Commits that are not older, without folders and files. */
    static Amount commitsSince(Instant time) {
      return new Amount(null, time, "tree:0");
    }

    /** So many generations of commits, without folders and files. */
    static Amount commits(int generations) {
      return new Amount(generations, null, "tree:0");
    }
  }

  private GitConnection(
      GitRemote remote,
      Repository local,
      Transport transport,
      @Nullable HttpConnections http,
      @Nullable SshSessions ssh) {
    this.remote = remote;
    this.local = local;
    this.transport = transport;
    this.http = http;
    this.ssh = ssh;
  }

  /**
   * Prepares a connection; nothing is sent yet.
   *
   * @param scratch where an ssh session may look for a home directory
   */
  static GitConnection open(GitRemote remote, Repository local, Path scratch) {
    HermeticSystem.install();
    HttpConnections http =
        remote.way() == GitRemote.Way.HTTP
            ? new HttpConnections(remote.uri(), remote.certificates(), remote.proxy())
            : null;
    SshSessions ssh = sessions(remote, scratch);
    try {
      if (remote.way() == GitRemote.Way.FOLDER && !Files.isDirectory(Path.of(remote.display()))) {
        throw new NoRemoteRepositoryException(remote.uri(), "no such folder");
      }
      Transport transport = Transport.open(local, remote.uri());
      transport.setTimeout(remote.timeoutSeconds());
      transport.setPushThin(true);
      transport.setPackConfig(withoutDeltas(local));
      if (transport instanceof TransportHttp web && http != null) {
        web.setHttpConnectionFactory(http);
        if (remote.credentials() instanceof GitCredentials.Password password) {
          web.setPreemptiveBasicAuthentication(password.username(), password.secret());
        }
      }
      if (transport instanceof SshTransport secure && ssh != null) {
        secure.setSshSessionFactory(ssh);
      }
      return new GitConnection(remote, local, transport, http, ssh);
    } catch (IOException e) {
      throw new GitFailures(remote).of(e, 0, false);
    }
  }

  /**
   * What a run pushes are files of some kilobytes, each compressed by itself. Looking for what they have in common with each other
   * takes Java far longer than sending it.
   */
  private static PackConfig withoutDeltas(Repository local) {
    PackConfig config = new PackConfig(local);
    config.setDeltaCompress(false);
    return config;
  }

  private static @Nullable SshSessions sessions(GitRemote remote, Path scratch) {
    if (!(remote.credentials() instanceof GitCredentials.SshKey key)
        || remote.way() != GitRemote.Way.SSH) {
      return null;
    }
    Path hosts = key.knownHosts();
    if (hosts == null || !Files.isReadable(hosts)) {
      throw new GitFailures(remote).noKnownHosts();
    }
    return new SshSessions(key, hosts, scratch);
  }

  GitRemote remote() {
    return remote;
  }

  /**
   * Asks for the refs whose names begin with one of the prefixes, ready to fetch some of their objects.
   *
   * @param amount what a fetch will bring; must be known before
   */
  Advertised ask(Amount amount, String... prefixes) {
    transport.setDepth(amount.depth());
    if (amount.since() != null) {
      // JGit knows no way back from it; who asks by time asks once.
      transport.setDeepenSince(amount.since());
    }
    try {
      transport.setFilterSpec(
          amount.filter() == null
              ? FilterSpec.NO_FILTER
              : FilterSpec.fromFilterLine(amount.filter()));
      return new Advertised(transport.openFetch(List.of(), prefixes), this);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /**
   * Fetches objects whose ids are known.
   *
   * @return whether the server gave them; false where it does not give objects by id
   */
  boolean fetchById(Amount amount, List<ObjectId> ids) {
    if (remote.way() == GitRemote.Way.FOLDER && !folderHas(ids)) {
      return false;
    }
    try (Advertised refs = ask(amount, "refs/heads/gitscaler-asks-for-no-ref")) {
      return refs.tryFetch(ids);
    }
  }

  /** JGit, which serves a folder itself, prints a stack trace when it is asked for what is not there. */
  private boolean folderHas(List<ObjectId> ids) {
    Path folder = Path.of(remote.display());
    Path inside = folder.resolve(Constants.DOT_GIT);
    Path gitFolder = Files.isDirectory(inside) ? inside : folder;
    try (Repository served =
        new FileRepositoryBuilder().setGitDir(gitFolder.toFile()).setMustExist(true).build()) {
      for (ObjectId id : ids) {
        if (!served.getObjectDatabase().has(id)) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /**
   * Moves a branch of the remote from one commit to the next, never by force.
   *
   * @param expected where the branch must still be; the zero id where it must not exist
   * @return the update with its status, and what the server had to say
   */
  Pushed push(String branch, ObjectId expected, ObjectId next) {
    try {
      RemoteRefUpdate update =
          new RemoteRefUpdate(local, next.name(), next, branch, false, null, expected);
      String said = transport.push(NullProgressMonitor.INSTANCE, List.of(update)).getMessages();
      return new Pushed(
          update.getStatus(),
          ServerText.clean(update.getMessage(), remote),
          ServerText.clean(said, remote));
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** A push's result: every status but OK and UP_TO_DATE means that nothing arrived. */
  record Pushed(RemoteRefUpdate.Status status, String reason, String said) {}

  OutsideFailure failure(Throwable problem) {
    for (Throwable at = problem; at != null; at = at.getCause()) {
      // JGit tells of our own disk as if the conversation had failed; what the server says is never
      // its cause.
      if (at instanceof IOException full
          && !(at instanceof TransportException)
          && NO_SPACE.matcher(String.valueOf(at.getMessage())).find()) {
        return ScratchFolder.unusable(local.getDirectory().toPath(), full);
      }
    }
    return new GitFailures(remote)
        .of(problem, http == null ? 0 : http.lastStatus(), ssh != null && ssh.hostRefused());
  }

  /**
   * Whether a server refused a request itself, rather than being away or refusing us. Some say so only by ending the
   * conversation.
   */
  static boolean isProtocolRefusal(TransportException problem) {
    for (Throwable at = problem; at != null; at = at.getCause()) {
      if (at instanceof PackProtocolException
          || at instanceof RemoteRepositoryException
          || at instanceof EOFException) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    transport.close();
    if (ssh != null) {
      ssh.close();
    }
  }
}
