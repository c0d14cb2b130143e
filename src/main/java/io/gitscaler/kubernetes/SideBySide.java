package io.gitscaler.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.workload.Sight;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Requests under way at one time, no more than a given number. */
final class SideBySide implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore places;

  SideBySide(int atOnce) {
    places = new Semaphore(atOnce);
  }

  /**
   * Starts a look. What fails outside is in the result; the client's exceptions get their meaning here.
   *
   * @param where what the look is at, for the failure
   */
  <T> Future<Sight<T>> look(String where, Supplier<T> look) {
    return start(
        () -> {
          try {
            return Sight.of(look.get());
          } catch (OutsideFailure failure) {
            return Sight.failed(failure);
          } catch (KubernetesClientException e) {
            return Sight.failed(KubernetesFailures.translate(where, e));
          }
        });
  }

  <T> Future<T> start(Callable<T> task) {
    return threads.submit(
        () -> {
          places.acquire();
          try {
            return task.call();
          } finally {
            places.release();
          }
        });
  }

  /** Waits for a result. */
  static <T> T result(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException bug) {
        throw bug;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    threads.close();
  }
}
