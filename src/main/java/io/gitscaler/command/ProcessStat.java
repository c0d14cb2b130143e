package io.gitscaler.command;

/**
 * What {@code /proc/ID/stat} tells of a process; see proc(5).
 *
 * @param dead whether it has ended and only waits to be collected
 * @param session whose leader it is, or belongs to
 * @param kernel whether it is a thread of the kernel
 * @param environmentStart address of its environment, 0 where it has none
 * @param environmentEnd the same where the environment is empty
 */
record ProcessStat(
    boolean dead, long session, boolean kernel, long environmentStart, long environmentEnd) {
  /** PF_KTHREAD of the kernel's sched.h. */
  private static final long KERNEL_THREAD = 0x0020_0000;

  static ProcessStat parse(String stat) {
    // The name in parentheses may hold anything; the third field, the state, comes behind it.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ");
    return new ProcessStat(
        fields[0].equals("Z") || fields[0].equals("X"),
        Long.parseLong(fields[3]),
        (Long.parseLong(fields[6]) & KERNEL_THREAD) != 0,
        address(fields, 47),
        address(fields, 48));
  }

  /** As unsigned as it may be; older kernels tell none. */
  private static long address(String[] fields, int index) {
    return index < fields.length ? Long.parseUnsignedLong(fields[index]) : 0;
  }

  /**
   * Whether this is its environment, all of it, as far as can be told. Else it is just becoming another program, which for a moment
   * has none yet, or just about to end.
   *
   * @param environment a character for each byte
   */
  boolean isWhole(String environment) {
    return environmentStart == 0
        ? kernel || !environment.isEmpty()
        : environment.length() == environmentEnd - environmentStart;
  }
}
