/** Tests of the command line, which run it as a user does, with a fake behind it. */
@NullMarked
package io.gitscaler.cli;

import org.jspecify.annotations.NullMarked;
