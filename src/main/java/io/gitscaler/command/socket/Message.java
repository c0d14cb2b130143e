package io.gitscaler.command.socket;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the two sides say to each other, each as a JSON object with a {@code type}; some are followed by bytes. Both begin
 * with {@link Hello}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Message.Hello.class, name = "hello"),
  @JsonSubTypes.Type(value = Message.Refusal.class, name = "refusal"),
  @JsonSubTypes.Type(value = Message.PolicyFile.class, name = "file"),
  @JsonSubTypes.Type(value = Message.PolicyLink.class, name = "link"),
  @JsonSubTypes.Type(value = Message.FilesComplete.class, name = "filesComplete"),
  @JsonSubTypes.Type(value = Message.FilesObsolete.class, name = "filesObsolete"),
  @JsonSubTypes.Type(value = Message.Start.class, name = "start"),
  @JsonSubTypes.Type(value = Message.Cancel.class, name = "cancel"),
  @JsonSubTypes.Type(value = Message.Ended.class, name = "ended"),
  @JsonSubTypes.Type(value = Message.Ping.class, name = "ping"),
  @JsonSubTypes.Type(value = Message.Pong.class, name = "pong"),
})
sealed interface Message {
  /** Raised with every change that the other side would not understand. */
  int PROTOCOL = 2;

  /** The first message of both sides; of later versions only this number is looked at. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Hello(int protocol) implements Message {}

  /** The runner will not go on with this connection. */
  record Refusal(String why) implements Message {
    public Refusal {
      Objects.requireNonNull(why);
    }
  }

  /** A file below the policies root; its content follows. {@code files} names all files of that root together. */
  record PolicyFile(String files, String path, boolean executable) implements Message {
    public PolicyFile {
      Objects.requireNonNull(files);
      Objects.requireNonNull(path);
    }
  }

  /** A link below the policies root, with what is written in it. */
  record PolicyLink(String files, String path, String to) implements Message {
    public PolicyLink {
      Objects.requireNonNull(files);
      Objects.requireNonNull(path);
      Objects.requireNonNull(to);
    }
  }

  /** All files of that name have been sent. */
  record FilesComplete(String files) implements Message {
    public FilesComplete {
      Objects.requireNonNull(files);
    }
  }

  /** No program will ask for these files again. */
  record FilesObsolete(String files) implements Message {
    public FilesObsolete {
      Objects.requireNonNull(files);
    }
  }

  /**
   * Runs a program; its input follows. One of {@code shell} and {@code http} is there.
   *
   * @param id unique on this connection
   * @param files complete files
   * @param folder the program's working directory, relative to their root; may be empty
   */
  record Start(
      long id,
      String files,
      String folder,
      String namespace,
      String policy,
      String target,
      Map<String, @Nullable String> env,
      String step,
      String resource,
      @Nullable Shell shell,
      @Nullable Http http)
      implements Message {
    public Start {
      Objects.requireNonNull(files);
      Objects.requireNonNull(folder);
      Objects.requireNonNull(namespace);
      Objects.requireNonNull(policy);
      Objects.requireNonNull(target);
      Objects.requireNonNull(env);
      Objects.requireNonNull(step);
      Objects.requireNonNull(resource);
    }
  }

  /** A program as a process. */
  record Shell(long timeoutMillis, String entrypoint, List<String> command) {
    public Shell {
      Objects.requireNonNull(entrypoint);
      command = List.copyOf(command);
    }
  }

  /** A program that is asked over HTTP. */
  record Http(
      long timeoutMillis,
      String method,
      String url,
      List<Integer> successCodes,
      boolean query,
      Map<String, String> headers,
      @Nullable String caCert,
      @Nullable String clientCert,
      @Nullable String clientKey) {
    public Http {
      Objects.requireNonNull(method);
      Objects.requireNonNull(url);
      successCodes = List.copyOf(successCodes);
      headers = Map.copyOf(headers);
    }
  }

  /** The program's result is of no interest any more. */
  record Cancel(long id) implements Message {}

  /**
   * A program has ended; its answer follows, then the answer as it may be kept, and then the end of its stderr.
   *
   * @param answerBytes how many of the bytes are the answer
   * @param shownBytes how many of those after it are the answer as it may be kept; null where it may be kept as it is
   * @param status exit or HTTP status; null where there was none
   * @param failure null where it succeeded
   */
  record Ended(
      long id,
      int answerBytes,
      @Nullable Integer shownBytes,
      @Nullable Integer status,
      long tookNanos,
      @Nullable String failure)
      implements Message {}

  /** Asks whether the runner is alive. */
  record Ping() implements Message {}

  /** It is. */
  record Pong() implements Message {}
}
