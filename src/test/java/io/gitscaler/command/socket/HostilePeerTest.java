package io.gitscaler.command.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.command.LocalExecution;
import io.gitscaler.command.Outcome;
import io.gitscaler.failure.OutsideFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Neither side is harmed by what the other says. */
class HostilePeerTest {
  private static final String FILES = "a".repeat(64);
  private static final String HELLO = "{\"type\":\"hello\",\"protocol\":2}";
  private static final String COMPLETE = "{\"type\":\"filesComplete\",\"files\":\"" + FILES + "\"}";

  @TempDir Path folder;
  @TempDir Path temporary;

  private static byte[] frame(String json, byte... bytes) {
    byte[] message = json.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + message.length + bytes.length)
        .putInt(message.length)
        .putInt(bytes.length)
        .put(message)
        .put(bytes)
        .array();
  }

  private static byte[] all(byte[]... frames) {
    ByteBuffer all = ByteBuffer.allocate(Stream.of(frames).mapToInt(f -> f.length).sum());
    Stream.of(frames).forEach(all::put);
    return all.array();
  }

  private static String file(String path) {
    return "{\"type\":\"file\",\"files\":\"%s\",\"path\":\"%s\",\"executable\":true}"
        .formatted(FILES, path);
  }

  private static String link(String path, String to) {
    return "{\"type\":\"link\",\"files\":\"%s\",\"path\":\"%s\",\"to\":\"%s\"}"
        .formatted(FILES, path, to);
  }

  private static String start(String folder, String variable, String program) {
    return """
        {"type":"start","id":1,"files":"%s","folder":"%s","namespace":"shop","policy":"checkout",
         "target":"Deployment/checkout","env":{"%s":null},"step":"metric","resource":"checkout",%s}
        """
        .formatted(FILES, folder, variable, program);
  }

  private static final String SH =
      "\"shell\":{\"timeoutMillis\":1000,\"entrypoint\":\"true\",\"command\":[]},\"http\":null";

  /** What a runner ends the connection for; each row is what was said after the greeting. */
  static List<byte[]> whatNoRunSends() {
    return List.of(
        frame("null"),
        frame("[]"),
        frame("{}"),
        frame("{\"type\":\"format-disk\"}"),
        frame("{\"type\":\"ping\",\"type\":\"ping\"}"),
        frame("{\"type\":\"ping\",\"more\":1}"),
        frame("{\"type\":\"ping\"} {\"type\":\"ping\"}"),
        frame("{\"type\":\"cancel\",\"id\":\"1\"}"),
        frame("{\"type\":\"cancel\",\"id\":1.5}"),
        frame("{\"type\":\"cancel\",\"id\":null}"),
        frame("{\"type\":\"cancel\"}"),
        frame("{\"type\":\"pong\"}"),
        frame("{\"type\":\"refusal\",\"why\":\"no\"}"),
        frame(
            "{\"type\":\"ended\",\"id\":1,\"answerBytes\":0,\"status\":0,\"tookNanos\":1,\"failure\":null}"),
        frame("{\"type\":" + "[".repeat(100_000)),
        ByteBuffer.allocate(8).putInt(Integer.MAX_VALUE).putInt(0).array(),
        ByteBuffer.allocate(8).putInt(-1).putInt(0).array(),
        ByteBuffer.allocate(8).putInt(2).putInt(Integer.MAX_VALUE).array(),
        frame(file("../../escaped")),
        frame(file("/tmp/escaped")),
        frame(file("a/../../escaped")),
        frame(file("")),
        frame(file("a\\u0000b")),
        frame(file("x").replace(FILES, "../escaped")),
        all(frame(link("out", "../../..")), frame(COMPLETE)),
        all(frame(link("out", "/etc")), frame(COMPLETE)),
        all(frame(link("a", "b")), frame(link("a/c", "x")), frame(COMPLETE)),
        all(frame(COMPLETE), frame(file("late"))),
        frame(start("", "X", SH)),
        all(frame(COMPLETE), frame(start("..", "X", SH))),
        all(frame(COMPLETE), frame(start("", "GITSCALER_GIT_TOKEN", SH))),
        all(frame(COMPLETE), frame(start("", "LD PRELOAD", SH))),
        all(frame(COMPLETE), frame(start("", "X", "\"shell\":null,\"http\":null"))),
        all(frame(COMPLETE), frame(start("", "X", SH.replace("1000", "0")))),
        all(frame(COMPLETE), frame(start("", "X", SH).replace("\"metric\"", "\"root\""))));
  }

  @ParameterizedTest
  @MethodSource("whatNoRunSends")
  void aRunnerEndsTheConnectionAndGoesOnWithOthers(byte[] said) throws Exception {
    Path socket = folder.resolve("programs.sock");
    try (ProgramServer server =
        ProgramServer.open(
            socket,
            null,
            new LocalExecution(2, Map.of("PATH", System.getenv("PATH")), temporary),
            temporary)) {
      Thread.ofVirtual().start(server::serve);
      String last;
      try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
        channel.write(ByteBuffer.wrap(all(frame(HELLO), said)));
        channel.shutdownOutput();
        last = lastWord(channel);
      }
      assertThat(last).startsWith("Refusal[why=it was sent ");
      try (SocketExecution other =
          new SocketExecution(1, socket, null, Liveness.USUAL, temporary)) {
        assertThat(other.run(Tasks.sh(folder, "echo 5")).answer()).isEqualTo("5");
      }
    }
    assertThat(temporary).isEmptyDirectory();
    assertThat(Path.of("/tmp/escaped")).doesNotExist();
  }

  private static String lastWord(SocketChannel channel) {
    String last = "";
    try {
      var in = Channels.newInputStream(channel);
      Frame heard;
      while ((heard = Wire.read(in)) != null) {
        last = heard.message().toString();
      }
    } catch (IOException e) {
      // The end, too: of a connection with something unread in it.
    }
    return last;
  }

  /** What a run gives a runner up for; each row is what was answered to a program. */
  static List<byte[]> whatNoRunnerSends() {
    String ended =
        "{\"type\":\"ended\",\"id\":1,\"answerBytes\":%s,\"status\":%s,\"tookNanos\":%s,\"failure\":%s}";
    return List.of(
        frame(ended.formatted("-1", "0", "1", "null")),
        frame(ended.formatted("5", "0", "1", "null")),
        frame(ended.formatted("0", "0", "-1", "null")),
        frame(ended.formatted("0", "\"0\"", "1", "null")),
        frame(ended.formatted("0", "99999999999", "1", "null")),
        frame(ended.formatted("2000000", "0", "1", "null"), new byte[2_000_000]),
        frame(ended.formatted("0", "0", "1", "null"), new byte[5_000]),
        frame(ended.formatted("0,\"shownBytes\":-1", "0", "1", "null")),
        frame(ended.formatted("0,\"shownBytes\":5", "0", "1", "null")),
        frame(ended.formatted("5,\"shownBytes\":2147483647", "0", "1", "null"), new byte[5]),
        frame(ended.formatted("0,\"shownBytes\":2000000", "0", "1", "null"), new byte[2_000_000]),
        frame("{\"type\":\"ping\"}"),
        frame(file("planted")),
        frame("nonsense"),
        ByteBuffer.allocate(8).putInt(9).putInt(-9).array(),
        new byte[] {0, 0});
  }

  @ParameterizedTest
  @MethodSource("whatNoRunnerSends")
  void aRunFailsTheProgramWithASentence(byte[] said) throws Exception {
    String failure = failureAfter(all(frame(HELLO), said));

    assertThat(failure)
        .startsWith("metric program `sh -c echo 5` for checkout: the program runner at ")
        .containsAnyOf("sent what no runner sends", "ended meanwhile")
        .doesNotContain("Exception", "\n");
  }

  @Test
  void aRunnerOfAnotherVersionIsToldApart() throws Exception {
    assertThat(failureAfter(frame("{\"type\":\"hello\",\"protocol\":3,\"new\":[]}")))
        .contains("speaks version 3 of the protocol, and this gitscaler version 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u001b[31mred\\u0007\\n\\tat io.gitscaler.Fake", "\\u202egnorw"})
  void noSentenceOfARunnerReachesATerminalAsItIs(String hostile) throws Exception {
    for (String said :
        List.of(
            "{\"type\":\"refusal\",\"why\":\"" + hostile + "\"}",
            "{\"type\":\"ended\",\"id\":1,\"answerBytes\":0,\"status\":1,\"tookNanos\":1,\"failure\":\""
                + hostile
                + "x".repeat(100_000)
                + "\"}")) {
      String failure = failureAfter(all(frame(HELLO), frame(said)));

      assertThat(failure.codePoints())
          .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
      assertThat(failure.length()).isLessThan(5_000);
    }
  }

  /** What becomes of a program whose runner says this and ends. */
  private String failureAfter(byte[] said) throws Exception {
    Path socket = Files.createTempDirectory(folder, "fake").resolve("s");
    try (ServerSocketChannel fake = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      fake.bind(UnixDomainSocketAddress.of(socket));
      Thread.ofVirtual().start(() -> answer(fake, said));
      try (SocketExecution run = new SocketExecution(1, socket, null, Liveness.USUAL, temporary)) {
        Outcome outcome = run.run(Tasks.sh(folder, "echo 5"));
        return String.valueOf(outcome.failure());
      } catch (OutsideFailure e) {
        return e.sentence();
      }
    }
  }

  private static void answer(ServerSocketChannel fake, byte[] said) {
    try (SocketChannel run = fake.accept()) {
      // The greeting, and all that belongs to the program, has come before it is answered.
      var in = Channels.newInputStream(run);
      ByteBuffer greeting = ByteBuffer.wrap(said, 0, 8 + ByteBuffer.wrap(said).getInt());
      run.write(greeting);
      Frame heard;
      while ((heard = Wire.read(in)) != null) {
        if (heard.message() instanceof Message.Start) {
          break;
        }
      }
      run.write(ByteBuffer.wrap(said, greeting.position(), said.length - greeting.position()));
    } catch (IOException e) {
      // The run has had enough.
    }
  }

  @Test
  void randomBytesAreNoFrameAndNoBug() {
    Random random = new Random(5);
    int frames = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = i % 2 == 0 ? mutated(random) : random(random);
      frames += framesOf(bytes);
    }
    assertThat(frames).isPositive();
  }

  /** How many frames there are before the first that is none; anything but an IOException fails the test. */
  private static int framesOf(byte[] bytes) {
    var in = new ByteArrayInputStream(bytes);
    int frames = 0;
    try {
      while (Wire.read(in) != null) {
        frames++;
      }
    } catch (IOException e) {
      assertThat(e.getMessage()).as(HexFormat.of().formatHex(bytes)).doesNotContain("\u001b");
    }
    return frames;
  }

  private static byte[] random(Random random) {
    byte[] bytes = new byte[random.nextInt(64)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A right frame with some bytes changed, left out or doubled. */
  private static byte[] mutated(Random random) {
    byte[] right = all(frame(HELLO), frame(start("", "X", SH), (byte) 1), frame(file("x")));
    byte[] bytes = Arrays.copyOf(right, right.length - random.nextInt(20));
    for (int i = random.nextInt(4); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  @Test
  void everyMessageIsReadAsItWasWritten() throws IOException {
    for (byte[] written : List.of(frame(HELLO), frame(start("", "X", SH)), frame(file("x")))) {
      Frame read = Objects.requireNonNull(Wire.read(new ByteArrayInputStream(written)));
      ByteBuffer spelled = Wire.spell(read);
      byte[] again = new byte[spelled.remaining()];
      spelled.get(again);

      assertThat(Objects.requireNonNull(Wire.read(new ByteArrayInputStream(again))).message())
          .isEqualTo(read.message());
    }
  }

  @Test
  void theLastWordOfAnEndThatIsGoneIsReadThoughItTakesNoAnswer() throws IOException {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("gone.sock"));
    try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(address);
      for (int round = 0; round < 20; round++) {
        SocketChannel channel = SocketChannel.open(address);
        try (SocketChannel there = listener.accept()) {
          there.write(Wire.spell(new Frame(new Message.Refusal("not you"))));
        }
        try (Connection here = new Connection(channel)) {
          here.send(new Message.Hello(Message.PROTOCOL));
          // The answer gets the time to fail; nothing depends on how long that takes.
          for (int turn = 0; turn < 200_000 && channel.isOpen(); turn++) {
            Thread.onSpinWait();
          }
          assertThat(here.receive())
              .as("round %d", round)
              .extracting(Frame::message)
              .isEqualTo(new Message.Refusal("not you"));
        }
      }
    }
  }
}
