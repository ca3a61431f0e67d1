/** The entry point. What it starts lies in the packages within, none of which knows it. */
@NullMarked
package io.sluice.launcher;

import org.jspecify.annotations.NullMarked;
