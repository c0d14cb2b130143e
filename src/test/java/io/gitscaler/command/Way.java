package io.gitscaler.command;

import io.gitscaler.command.socket.Liveness;
import io.gitscaler.command.socket.ProgramServer;
import io.gitscaler.command.socket.SocketExecution;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The two ways in which programs run. What holds for one holds for the other. */
enum Way {
  AS_CHILDREN {
    @Override
    Execution execution(int parallelism, Map<String, String> own, Path temporary) {
      return new LocalExecution(parallelism, own, temporary);
    }
  },

  /** Over a real socket, to a runner that has nothing but these variables. */
  IN_A_RUNNER {
    @Override
    Execution execution(int parallelism, Map<String, String> own, Path temporary) {
      Path socket = temporary.resolve("programs.sock");
      Execution inside = new LocalExecution(parallelism, own, temporary);
      ProgramServer server = ProgramServer.open(socket, null, inside, temporary);
      Thread serving = Thread.ofVirtual().start(server::serve);
      return new WithServer(
          new SocketExecution(parallelism, socket, null, Liveness.USUAL, temporary),
          server,
          serving);
    }
  };

  abstract Execution execution(int parallelism, Map<String, String> own, Path temporary);

  /** Programs with no more in their environment than the path. */
  Programs programs(int parallelism, Path temporary) {
    return new Programs(
        execution(parallelism, Map.of("PATH", System.getenv("PATH")), temporary), List.of());
  }

  private record WithServer(Execution client, ProgramServer server, Thread serving)
      implements Execution {
    @Override
    public Outcome run(Task task) throws InterruptedException {
      return client.run(task);
    }

    @Override
    public void policiesRead() {
      client.policiesRead();
    }

    @Override
    public Secrets secrets(Task task) {
      return client.secrets(task);
    }

    @Override
    public void stop() {
      client.stop();
    }

    @Override
    public void close() {
      client.close();
      server.close();
      try {
        serving.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
