package io.gitscaler.command.socket;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;

/**
 * What can be wrong with a program runner, in sentences.
 *
 * @param socket where it listens
 * @param patience so long it may say nothing
 */
record RunnerTrouble(Path socket, Duration patience) {
  RunnerLostException unreachable(IOException e) {
    String start = "Start `gitscaler program-runner --socket " + socket + "`";
    if (!Files.exists(socket)) {
      return new RunnerLostException("there is no program runner at " + socket, start + ".");
    }
    if (e instanceof ConnectException) {
      return new RunnerLostException(
          "no program runner listens at " + socket, start + " again; its log says why it ended.");
    }
    return new RunnerLostException(
        "the program runner at %s cannot be reached: %s".formatted(socket, e.getMessage()),
        "Give this process the right to write that socket (see --allow-user of the runner), and the right to enter its folder.");
  }

  RunnerLostException foreign(UserPrincipal is, UserPrincipal expected) {
    return new RunnerLostException(
        "the process that listens at %s is of user %s, not of %s"
            .formatted(socket, is.getName(), expected.getName()),
        "Find out who made that socket; if it is your runner, name its user with --program-runner-user.");
  }

  RunnerLostException refused(Message.Refusal refusal) {
    return new RunnerLostException(
        "the program runner at " + socket + " refuses: " + Answers.text(refusal.why()), "");
  }

  RunnerLostException otherVersion(Message.Hello hello) {
    return new RunnerLostException(
        "the program runner at %s speaks version %d of the protocol, and this gitscaler version %d"
            .formatted(socket, hello.protocol(), Message.PROTOCOL),
        "Start both from the same version of gitscaler.");
  }

  RunnerLostException ended() {
    return new RunnerLostException(
        "the program runner at " + socket + " ended meanwhile",
        "Its log says why. The next program tries it again.");
  }

  RunnerLostException hangs() {
    return RunnerLostException.hanging(
        "the program runner at %s has not answered for %d s"
            .formatted(socket, patience.toSeconds()),
        "Start it anew, or give it more of a processor. It is tried again in a while.");
  }

  RunnerLostException nonsense(BrokenProtocolException e) {
    return new RunnerLostException(
        "the program runner at %s sent what no runner sends (%s)".formatted(socket, e.what()),
        "Find out what listens there, and start both from the same version of gitscaler.");
  }
}
