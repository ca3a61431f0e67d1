/** The whole pipeline in one JVM, and the folder that a pipeline on this machine has for itself. */
@NullMarked
package io.sluice.launcher.local;

import org.jspecify.annotations.NullMarked;
