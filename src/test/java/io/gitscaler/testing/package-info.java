/**
 * What tests share: hand-written fakes of the ports and a real control plane. Nothing here is a test by itself.
 */
@NullMarked
package io.gitscaler.testing;

import org.jspecify.annotations.NullMarked;
