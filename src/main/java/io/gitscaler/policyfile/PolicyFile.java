package io.gitscaler.policyfile;

import java.nio.file.Path;

/**
 * A file to read.
 *
 * @param name what it is called in problems
 * @param path where it lies; absolute
 * @param folder the folder in which programs run; absolute and free of links
 * @param checkoutRoot what no link may leave; absolute and free of links
 */
record PolicyFile(String name, Path path, Path folder, Path checkoutRoot) {}
