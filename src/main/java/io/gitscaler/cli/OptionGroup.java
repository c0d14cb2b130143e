package io.gitscaler.cli;

import io.gitscaler.cli.Settings.Origin;
import io.gitscaler.policy.Shard;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that are checked together, whatever command they belong to. */
abstract class OptionGroup {
  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it before any option is read
  CommandSpec command;

  /** For what is wrong with flags together. */
  final ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  /**
   * For what is wrong with the value of one flag; names where it comes from, unless the user just typed it.
   *
   * @param what follows the flag in the message
   */
  final ParameterException wrong(String flag, String what) {
    return wrong(flag + " " + what + originOf(flag).remark());
  }

  final Origin originOf(String flag) {
    return ((Settings) command.defaultValueProvider())
        .originOf(command.commandLine().getParseResult(), command.findOption(flag));
  }

  final void checkUrl(String flag, String url, String tokenFlag) {
    if (url.isBlank()) {
      throw wrong(flag, "is empty; give the repository's URL or leave the flag out");
    }
    if (GitUrl.holdsCredentials(url)) {
      throw wrong(
          flag,
          "holds credentials, which every process list and log would show; take them out of the URL"
              + " and put the token into a file for "
              + tokenFlag);
    }
  }

  final int shards(String flag, int count) {
    if (count < 1 || count > Shard.MOST) {
      throw wrong(flag, "is " + count + "; give 1 to " + Shard.MOST);
    }
    return count;
  }

  final int atLeastOne(String flag, int number) {
    if (number < 1) {
      throw wrong(flag, "is " + number + "; give 1 or more");
    }
    return number;
  }
}
