/**
 * Real programs in /bin/sh and python3, and real HTTP servers on loopback.
 */
@NullMarked
package io.gitscaler.command;

import org.jspecify.annotations.NullMarked;
