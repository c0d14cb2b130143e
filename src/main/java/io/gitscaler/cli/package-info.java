/**
 * The command line: options become plain requests, results become text, failures become exit statuses. Contains no rule of
 * scaling and reaches the rest through {@link io.gitscaler.cli.usecase.UseCases} only.
 */
@NullMarked
package io.gitscaler.cli;

import org.jspecify.annotations.NullMarked;
