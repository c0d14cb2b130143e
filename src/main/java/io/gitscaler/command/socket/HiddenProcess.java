package io.gitscaler.command.socket;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps programs, which are the same user, from reading the environment, the memory and the open files of the process that runs
 * them: prctl(2) with PR_SET_DUMPABLE. (Attaching to its JVM goes another way; the launcher switches it off.) Programs themselves are not affected, for a process that executes a file begins anew.
 */
public final class HiddenProcess {
  private static final Logger LOG = LoggerFactory.getLogger(HiddenProcess.class);
  private static final int PR_SET_DUMPABLE = 4;

  private HiddenProcess() {}

  /** Linux only; elsewhere it does nothing and says so in the log. */
  @SuppressWarnings({
    "restricted", // The one native call: the JDK has no other way to it.
  })
  public static void hide() {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> prctl = linker.defaultLookup().find("prctl");
    if (prctl.isEmpty()) {
      LOG.warn("programs may be able to read this process: the system has no prctl");
      return;
    }
    MethodHandle call =
        linker.downcallHandle(
            prctl.get(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG),
            Linker.Option.firstVariadicArg(1));
    try {
      int failed = (int) call.invokeExact(PR_SET_DUMPABLE, 0L);
      if (failed != 0) {
        LOG.warn("programs may be able to read this process: prctl failed");
      }
    } catch (Throwable e) {
      throw new IllegalStateException("prctl takes these arguments", e);
    }
  }
}
