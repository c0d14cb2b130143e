/** Tests of the cluster adapter, against a mock API server and a real one. */
@NullMarked
package io.gitscaler.kubernetes;

import org.jspecify.annotations.NullMarked;
