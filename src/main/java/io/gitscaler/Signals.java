package io.gitscaler;

import io.gitscaler.reconcile.Ending;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a signal end a run, or a runner of programs, in order; another one, when that has begun, ends the process at once.
 *
 * <p>A shutdown hook would do for the first signal and never hear of the second, and the process would end with the signal's
 * status instead of the run's. {@code sun.misc.Signal} does both, is in every JDK (module {@code jdk.unsupported}), and the
 * compiler warns of every use of it; so it is called by reflection.
 */
final class Signals {
  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

  /** Of the kubelet, of a person at a terminal, of a terminal that is closed. */
  private static final List<String> NAMES = List.of("TERM", "INT", "HUP");

  /**
   * What comes so soon after the first counts as the first: {@code timeout} sends its signal to the process and then to the
   * process's group, and so does a terminal with a program in between that hands signals on.
   */
  private static final long SAME_NANOS = TimeUnit.SECONDS.toNanos(1);

  /**
   * What was received.
   *
   * @param name such as {@code SIGTERM}
   */
  record Received(String name, int number) {}

  private final Map<Object, Object> before = new HashMap<>();

  private Signals() {}

  /** Does this; meanwhile a signal ends it. */
  static <T> T mayEnd(Ending ending, Supplier<T> run) {
    return mayEnd(signal -> ending.tell(signal.name()), run);
  }

  /** The same for what is no run. */
  static <T> T mayEnd(Consumer<Received> tell, Supplier<T> run) {
    Signals signals = new Signals();
    signals.take(tell);
    try {
      return run.get();
    } finally {
      signals.putBack();
    }
  }

  private void take(Consumer<Received> tell) {
    AtomicLong first = new AtomicLong();
    for (String name : NAMES) {
      handle(
          name,
          number -> {
            long now = System.nanoTime() | 1; // Never 0, which is none.
            if (first.compareAndSet(0, now)) {
              LOG.info(
                  "SIG{}: ends in order; another signal, a second later, ends it at once", name);
              tell.accept(new Received("SIG" + name, number));
            } else if (now - first.get() > SAME_NANOS) {
              Runtime.getRuntime().halt(128 + number);
            }
          });
    }
  }

  /** Called with the signal's number. */
  private interface Handler {
    void received(int number);
  }

  private void handle(String name, Handler handler) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> type = Class.forName("sun.misc.SignalHandler");
      Object one = signal.getConstructor(String.class).newInstance(name);
      int number = (int) signal.getMethod("getNumber").invoke(one);
      InvocationHandler calls =
          (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
              handler.received(number);
            }
            return null;
          };
      Object ours = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls);
      before.put(one, signal.getMethod("handle", signal, type).invoke(null, one, ours));
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      // The signal then ends the process as it would any other, which loses nothing either.
      LOG.debug("SIG{} cannot be handled: {}", name, e.getMessage());
    }
  }

  private void putBack() {
    before.forEach(
        (one, handler) -> {
          try {
            Class<?> type = Class.forName("sun.misc.SignalHandler");
            one.getClass().getMethod("handle", one.getClass(), type).invoke(null, one, handler);
          } catch (ReflectiveOperationException e) {
            LOG.debug("a signal's handler could not be put back: {}", e.getMessage());
          }
        });
  }
}
