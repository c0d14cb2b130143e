package io.gitscaler.demo;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;

/** A class of Java 5 or older as Java 8 would have it: the same code, with the stack maps by which newer verifiers go. */
final class NewerClass {
  private final ClassFile format;

  /**
   * Finds by this loader how classes descend from each other.
   *
   * @param classes knows all that a class may name
   */
  NewerClass(ClassLoader classes) {
    format =
        ClassFile.of(
            StackMapsOption.GENERATE_STACK_MAPS,
            ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(classes)
                    .orElse(ClassHierarchyResolver.defaultResolver())));
  }

  /** Whether classes of this version have no stack maps. */
  static boolean isOld(int majorVersion) {
    return majorVersion < ClassFile.JAVA_6_VERSION;
  }

  byte[] of(byte[] old) {
    ClassModel parsed = format.parse(old);
    if (!isOld(parsed.majorVersion())) {
      return old;
    }
    // Code that is only copied would stay as it is, without maps.
    ClassTransform spelledAgain = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL);
    return format.transformClass(
        parsed,
        spelledAgain.andThen(
            (builder, element) ->
                builder.with(
                    element instanceof ClassFileVersion
                        ? ClassFileVersion.of(ClassFile.JAVA_8_VERSION, 0)
                        : element)));
  }
}
