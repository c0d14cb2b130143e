package io.gitscaler.git;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * What JGit sees of the machine: no configuration files, no environment, no host name look-up, and a fixed answer where it
 * would measure the file system for a while. A run starts fast and behaves the same everywhere.
 */
public final class HermeticSystem extends SystemReader {
  private final SystemReader machine;

  private HermeticSystem(SystemReader machine) {
    this.machine = machine;
    setPlatformChecker();
  }

  /** The JDK's own setting, which it reads with the first connection. */
  private static final String REFUSED_BY_TUNNELS = "jdk.http.auth.tunneling.disabledSchemes";

  /** Makes JGit use it, for the whole process. Repeating it changes nothing. */
  public static synchronized void install() {
    SystemReader current = SystemReader.getInstance();
    if (current.getProperty(REFUSED_BY_TUNNELS) == null) {
      // By itself the JDK tells no proxy of https a password, and most proxies know no other way.
      System.setProperty(REFUSED_BY_TUNNELS, "");
    }
    if (!(current instanceof HermeticSystem)) {
      SystemReader.setInstance(new HermeticSystem(current));
    }
  }

  @Override
  public String getHostname() {
    return "localhost";
  }

  @Override
  public @Nullable String getenv(String variable) {
    return null;
  }

  @Override
  public String getProperty(String key) {
    return machine.getProperty(key);
  }

  @Override
  public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
    Settings settings = new Settings(parent, fs);
    settings.setInt("gc", null, "auto", 0);
    // A repository in a folder is served by JGit itself, which then serves what a Git server does.
    settings.setBoolean("uploadpack", null, "allowFilter", true);
    settings.setBoolean("uploadpack", null, "allowAnySHA1InWant", true);
    return settings;
  }

  @Override
  public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
    return new Settings(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
    return new Settings(parent, fs);
  }

  // JGit deprecates it for callers, and still asks implementations for it.
  @SuppressWarnings("deprecation")
  @Override
  public long getCurrentTime() {
    return machine.now().toEpochMilli();
  }

  // As above.
  @SuppressWarnings("deprecation")
  @Override
  public int getTimezone(long when) {
    return 0;
  }

  /** Settings in memory that no file stands behind. */
  private static final class Settings extends FileBasedConfig {
    Settings(@Nullable Config parent, FS fs) {
      super(parent, null, fs);
    }

    /** JGit keeps its measurements of each file system here; the answer saves measuring. */
    @Override
    public @Nullable String getString(String section, @Nullable String subsection, String name) {
      if (section.equals("filesystem")) {
        return name.equals("timestampResolution") || name.equals("minRacyThreshold")
            ? "10 milliseconds"
            : null;
      }
      return super.getString(section, subsection, name);
    }

    @Override
    public void load() {}

    @Override
    public void save() {}

    @Override
    public boolean isOutdated() {
      return false;
    }
  }
}
