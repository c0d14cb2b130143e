/**
 * The demonstration: a cluster in this process whose load comes and goes, Git repositories on disk, and runs of the real
 * thing between them. Nothing else depends on it.
 */
@NullMarked
package io.gitscaler.demo;

import org.jspecify.annotations.NullMarked;
