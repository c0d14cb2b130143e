/**
 * The order of the steps of a run. Knows the ports, never an adapter.
 */
@NullMarked
package io.gitscaler.reconcile;

import org.jspecify.annotations.NullMarked;
