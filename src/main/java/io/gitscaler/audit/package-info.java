/**
 * What we will be asked about later: the whole chain from reading to outcome, as values.
 */
@NullMarked
package io.gitscaler.audit;

import org.jspecify.annotations.NullMarked;
