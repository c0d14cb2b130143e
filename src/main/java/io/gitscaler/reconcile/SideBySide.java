package io.gitscaler.reconcile;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;

/** Takes a step for many policies side by side; the results are in the order of the input. */
final class SideBySide {
  private SideBySide() {}

  /**
   * Takes the step for each.
   *
   * @param atOnce how many steps may be under way at one time
   */
  static <T> List<T> map(List<T> items, int atOnce, UnaryOperator<T> step) {
    if (items.isEmpty()) {
      return List.of();
    }
    Semaphore places = new Semaphore(atOnce);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> futures = new ArrayList<>(items.size());
      for (T item : items) {
        futures.add(
            threads.submit(
                () -> {
                  places.acquire();
                  try {
                    return step.apply(item);
                  } finally {
                    places.release();
                  }
                }));
      }
      List<T> results = new ArrayList<>(items.size());
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
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
}
