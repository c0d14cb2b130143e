/** Tests of the demonstration and of the cluster that it runs on. */
@NullMarked
package io.gitscaler.demo;

import org.jspecify.annotations.NullMarked;
