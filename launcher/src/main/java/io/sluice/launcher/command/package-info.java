/** The commands, a class each: what they may be told, what they start, what they say, and how it ends. */
@NullMarked
package io.sluice.launcher.command;

import org.jspecify.annotations.NullMarked;
