/**
 * The cluster, through its API server: the only package that knows the Kubernetes client. Implements ports of the core and
 * decides nothing.
 */
@NullMarked
package io.gitscaler.kubernetes;

import org.jspecify.annotations.NullMarked;
