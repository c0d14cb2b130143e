/**
 * What a team asks for: one immutable value per policy, already read, defaulted and checked. Knows neither YAML nor
 * Kubernetes nor Git.
 */
@NullMarked
package io.gitscaler.policy;

import org.jspecify.annotations.NullMarked;
