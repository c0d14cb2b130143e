/**
 * What runs in the cluster: targets, their pods, and what became of a change of replicas. Knows no client library.
 */
@NullMarked
package io.gitscaler.workload;

import org.jspecify.annotations.NullMarked;
