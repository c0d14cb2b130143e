package io.gitscaler.program;

import io.gitscaler.policy.Program;
import io.gitscaler.policy.ScalingPolicy;

/**
 * One program to run once.
 *
 * @param policy gives identity, target, working directory and environment
 * @param resource what the call is about: the target's or a pod's name
 */
public record ProgramCall(
    ScalingPolicy policy, ProgramStep step, Program program, String resource, ProgramInput input) {}
