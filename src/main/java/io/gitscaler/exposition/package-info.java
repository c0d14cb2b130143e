/**
 * A finished run as metrics of Prometheus: in a file for node-exporter's textfile collector, and on a Pushgateway. Loaded only by
 * a run that was asked for it. What cannot be delivered is a sentence for the report, never a reason to fail.
 */
@NullMarked
package io.gitscaler.exposition;

import org.jspecify.annotations.NullMarked;
