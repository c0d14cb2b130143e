package io.gitscaler.cli;

import co.elastic.logging.jul.EcsFormatter;
import io.gitscaler.cli.CommonOptions.LogFormat;
import io.gitscaler.cli.CommonOptions.LogLevel;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sends the log to stderr. Libraries are quiet unless everything is asked for: what they meet is reported by us. */
final class LogSetup {
  /** Held, because the JDK forgets a logger's level together with the logger. */
  private static final Logger OURS = Logger.getLogger("io.gitscaler");

  /**
   * Whose words the debug log has beside ours. The JDK is not among them: its HTTP client tells each header, and with it the
   * token.
   */
  private static final List<Logger> LIBRARIES =
      Stream.of("io.fabric8", "org.eclipse.jgit", "org.apache.sshd", "dev.failsafe")
          .map(Logger::getLogger)
          .toList();

  private LogSetup() {}

  static void start(CommonOptions options, Stderr stderr) {
    LogLevel level = options.logLevel;
    if (level == null) {
      level = stderr.isTerminal() ? LogLevel.WARN : LogLevel.INFO;
    }
    LogManager.getLogManager().reset();
    Handler handler = new ToStderr(stderr);
    handler.setLevel(Level.ALL);
    Formatter json = json(options.logFormat);
    stderr.objects(json);
    handler.setFormatter(json == null ? new LogLine() : json);
    Logger root = Logger.getLogger("");
    root.addHandler(handler);
    root.setLevel(Level.SEVERE);
    Level libraries = level == LogLevel.DEBUG ? Level.FINE : Level.SEVERE;
    LIBRARIES.forEach(library -> library.setLevel(libraries));
    OURS.setLevel(of(level));
  }

  /** Levels under the names that log collectors know. */
  private static final class Named extends Level {
    private static final long serialVersionUID = 1L;

    Named(Level level) {
      super(name(level.intValue()), level.intValue());
    }

    private static String name(int level) {
      if (level >= SEVERE.intValue()) {
        return "ERROR";
      }
      if (level >= WARNING.intValue()) {
        return "WARN";
      }
      return level >= INFO.intValue() ? "INFO" : "DEBUG";
    }
  }

  private static Level of(LogLevel level) {
    return switch (level) {
      case ERROR -> Level.SEVERE;
      case WARN -> Level.WARNING;
      case INFO -> Level.INFO;
      case DEBUG -> Level.FINE;
    };
  }

  /**
   * Sees to the form of what is said before the arguments are parsed, of what is wrong with them above all.
   *
   * @param format as it was given; what is none is told by whoever parses it
   */
  static void begin(String format, Stderr stderr) {
    boolean json = format.equals(LogFormat.JSON.toString());
    stderr.objects(json(json ? LogFormat.JSON : LogFormat.TEXT));
  }

  static Level named(Level level) {
    return new Named(level);
  }

  private static @Nullable Formatter json(LogFormat format) {
    if (format == LogFormat.TEXT) {
      return null;
    }
    EcsFormatter json = new EcsFormatter();
    json.setServiceName("gitscaler");
    return json;
  }

  /** The way to stderr that everything takes. */
  private static final class ToStderr extends Handler {
    private final Stderr stderr;

    ToStderr(Stderr stderr) {
      this.stderr = stderr;
    }

    @Override
    public void publish(LogRecord record) {
      if (isLoggable(record)) {
        record.setLevel(named(record.getLevel()));
        stderr.line(getFormatter().format(record).stripTrailing());
      }
    }

    @Override
    public void flush() {
      // Every line is flushed when it is printed.
    }

    @Override
    public void close() {
      // The stream belongs to the process.
    }
  }
}
