package io.gitscaler.git;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdRef;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.transport.FetchConnection;
import org.jspecify.annotations.Nullable;

/** The refs that a server told of, and one chance to fetch objects over the same connection. */
final class Advertised implements AutoCloseable {
  private final FetchConnection fetch;
  private final GitConnection connection;

  Advertised(FetchConnection fetch, GitConnection connection) {
    this.fetch = fetch;
    this.connection = connection;
  }

  @Nullable Ref ref(String name) {
    return fetch.getRef(name);
  }

  Collection<Ref> all() {
    return fetch.getRefs();
  }

  /** Fetches; a failure of any kind is one. */
  void fetch(List<ObjectId> ids) {
    try {
      take(ids);
    } catch (TransportException e) {
      throw connection.failure(e);
    }
  }

  /** Fetches, or says false where the server does not understand or allow what was asked for. */
  boolean tryFetch(List<ObjectId> ids) {
    try {
      take(ids);
      return true;
    } catch (TransportException e) {
      if (GitConnection.isProtocolRefusal(e)) {
        return false;
      }
      throw connection.failure(e);
    }
  }

  private void take(List<ObjectId> ids) throws TransportException {
    List<Ref> wants = ids.stream().map(Advertised::want).toList();
    fetch.fetch(NullProgressMonitor.INSTANCE, wants, Set.of());
  }

  private static Ref want(ObjectId id) {
    return new ObjectIdRef.Unpeeled(Ref.Storage.NETWORK, id.name(), id);
  }

  @Override
  public void close() {
    fetch.close();
  }
}
