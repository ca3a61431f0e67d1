/** The commands, and the whole pipeline in one JVM. */
@NullMarked
package io.sluice.launcher;

import org.jspecify.annotations.NullMarked;
