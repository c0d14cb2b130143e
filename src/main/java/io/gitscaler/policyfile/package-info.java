/**
 * How a policy is spelled in YAML: reads files strictly, says what is wrong with line and column, and describes the format
 * as JSON Schema. Works offline; knows nothing of Git, the cluster or the command line.
 */
@NullMarked
package io.gitscaler.policyfile;

import org.jspecify.annotations.NullMarked;
