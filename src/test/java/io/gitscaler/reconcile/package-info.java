@NullMarked
package io.gitscaler.reconcile;

import org.jspecify.annotations.NullMarked;
