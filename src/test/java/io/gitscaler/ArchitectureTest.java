package io.gitscaler;

import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Holds the directions of dependency, and what the core must not know, against every class of the product. */
class ArchitectureTest {
  private static final String ROOT = "io.gitscaler";
  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  private static final Set<String> DATA =
      Set.of("failure", "policy", "workload", "history", "metric", "program", "decision", "audit");
  private static final Set<String> CORE = with(DATA, "reconcile");
  private static final Set<String> ADAPTERS = Set.of("kubernetes", "git", "command");

  /** What each package may use of our own; the root package, which wires everything, may use all of it. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("failure", Set.of()),
          Map.entry("policy", Set.of("failure")),
          Map.entry("workload", Set.of("policy", "failure")),
          Map.entry("history", Set.of("policy", "failure")),
          Map.entry("metric", Set.of("policy", "workload", "failure")),
          Map.entry("program", Set.of("policy", "failure")),
          Map.entry(
              "decision", Set.of("failure", "policy", "workload", "metric", "history", "program")),
          Map.entry("audit", without(DATA, "audit")),
          Map.entry("reconcile", DATA),
          Map.entry("folder", Set.of()),
          Map.entry("policyfile", with(DATA, "folder")),
          Map.entry("statefile", DATA),
          Map.entry("importing", with(DATA, "policyfile")),
          Map.entry("kubernetes", with(DATA, "statefile")),
          Map.entry("git", with(DATA, "folder")),
          Map.entry("command", with(DATA, "folder")),
          Map.entry("exposition", CORE),
          Map.entry("cli", CORE),
          Map.entry("demo", with(CORE, "cli", "git")));

  /** Which packages may use a library, besides the root package. */
  private static final Map<String, Set<String>> LIBRARIES =
      Map.ofEntries(
          Map.entry(
              "com.fasterxml.jackson.",
              Set.of("policyfile", "statefile", "kubernetes", "command", "cli", "demo")),
          Map.entry("com.github.victools.", Set.of("policyfile")),
          // The types in victools' own signatures.
          Map.entry("com.fasterxml.classmate.", Set.of("policyfile")),
          Map.entry("org.snakeyaml.engine.", Set.of("policyfile")),
          Map.entry("org.bouncycastle.", Set.of("command", "git")),
          Map.entry("io.fabric8.", Set.of("kubernetes", "demo")),
          Map.entry("com.google.protobuf.", Set.of("kubernetes", "demo")),
          Map.entry("io.vertx.", Set.of("demo")),
          Map.entry("org.eclipse.jgit.", Set.of("git", "demo")),
          Map.entry("org.apache.sshd.", Set.of("git")),
          Map.entry("picocli.", Set.of("cli")),
          Map.entry("co.elastic.logging.", Set.of("cli")),
          Map.entry("dev.failsafe.", Set.of("git")),
          Map.entry("io.prometheus.", Set.of("exposition")),
          // Whose process is at the other end of a socket.
          Map.entry("jdk.net.", Set.of("command")),
          Map.entry("org.slf4j.", with(ADAPTERS, "reconcile", "cli", "folder")));

  @Test
  void looksAtTheProduct() {
    assertThat(PRODUCT.size()).isGreaterThan(400);
    assertThat(PRODUCT.contain(ROOT + ".policy.ScalingPolicy")).isTrue();
  }

  @Test
  void packagesUseOnlyWhatTheTableAllows() {
    classes().should(useOnlyWhatTheTableAllows()).check(PRODUCT);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(PRODUCT);
  }

  @Test
  void clockEnvironmentAndStandardStreamsArePassedIn() {
    noClasses()
        .that(are(belowTheEdge()))
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe(
                "the target is a clock, the environment or a standard stream",
                ArchitectureTest::reachesOutside))
        .because("a run must be the same whoever starts it, and whenever")
        .check(PRODUCT);
  }

  private static boolean reachesOutside(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getName();
    if (owner.startsWith("java.time.")) {
      return name.equals("now") || name.startsWith("system") || name.startsWith("tick");
    }
    return owner.equals("java.lang.System")
        && Set.of("currentTimeMillis", "getenv", "getProperty", "exit", "in", "out", "err")
            .contains(name);
  }

  @Test
  void decisionKnowsNoInputNorOutput() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".decision..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.io..", "java.nio..", "java.net..", "java.util.concurrent..", "java.util.random..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.Clock")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.InstantSource")
        .because("deciding is arithmetic: the same input gives the same output")
        .check(PRODUCT);
  }

  @Test
  void namesSayWhatAClassIsFor() {
    noClasses()
        .should()
        .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Service|Impl|Info|Data)")
        .orShould()
        .resideInAnyPackage("..util..", "..common..", "..manager..", "..service..", "..helper..")
        .check(PRODUCT);
  }

  @Test
  void everyPackageIsNullMarked() {
    JavaClasses all = new ClassFileImporter().importPackages(ROOT);
    Set<String> packages = new HashSet<>();
    Set<String> unmarked = new HashSet<>();
    for (JavaClass type : all) {
      if (type.getPackageName().endsWith(".jmh_generated")) {
        // Left behind by a build that measured.
        continue;
      }
      packages.add(type.getPackageName());
      if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
        unmarked.add(type.getPackageName() + " (" + type.getSimpleName() + ")");
      }
    }
    assertThat(packages).hasSizeGreaterThan(20);
    assertThat(unmarked).isEmpty();
  }

  private static ArchCondition<JavaClass> useOnlyWhatTheTableAllows() {
    return new ArchCondition<>("use only what the table of dependencies allows") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        String from = part(type.getPackageName());
        if (!from.isEmpty() && !MAY_USE.containsKey(from)) {
          events.add(SimpleConditionEvent.violated(type, from + " is not in the table"));
          return;
        }
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          if (!allowed(from, dependency.getTargetClass().getBaseComponentType())) {
            events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
          }
        }
      }
    };
  }

  private static boolean allowed(String from, JavaClass used) {
    String name = used.getName();
    if (used.isPrimitive() || name.startsWith("java.") || name.startsWith("org.jspecify.")) {
      return true;
    }
    if (name.startsWith("javax.")) {
      return !CORE.contains(from);
    }
    if (name.startsWith(ROOT + ".")) {
      String to = part(used.getPackageName());
      return from.isEmpty() || from.equals(to) || MAY_USE.getOrDefault(from, Set.of()).contains(to);
    }
    return LIBRARIES.entrySet().stream()
        .filter(library -> name.startsWith(library.getKey()))
        .anyMatch(library -> from.isEmpty() || library.getValue().contains(from));
  }

  /** The first part of a package's name below the root; empty for the root itself. */
  private static String part(String packageName) {
    if (packageName.length() <= ROOT.length()) {
      return "";
    }
    String below = packageName.substring(ROOT.length() + 1);
    int dot = below.indexOf('.');
    return dot < 0 ? below : below.substring(0, dot);
  }

  private static DescribedPredicate<JavaClass> belowTheEdge() {
    return DescribedPredicate.describe(
        "below cli, demo and the root package",
        type -> !Set.of("", "cli", "demo").contains(part(type.getPackageName())));
  }

  private static Set<String> with(Set<String> some, String... more) {
    Set<String> all = new HashSet<>(some);
    all.addAll(Arrays.asList(more));
    return Set.copyOf(all);
  }

  private static Set<String> without(Set<String> some, String one) {
    Set<String> rest = new HashSet<>(some);
    rest.remove(one);
    return Set.copyOf(rest);
  }
}
