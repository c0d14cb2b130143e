/**
 * A stand-in for a node: what a kubelet and a container runtime do for a Pod, with local processes in namespaces of their own. Only
 * what {@code cronjob/} makes use of; anything else fails, so that nothing is overlooked.
 */
@NullMarked
package io.gitscaler.testing.node;

import org.jspecify.annotations.NullMarked;
