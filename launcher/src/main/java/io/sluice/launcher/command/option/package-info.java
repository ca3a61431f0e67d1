/** Options that several commands have, and how values on the command line are written. */
@NullMarked
package io.sluice.launcher.command.option;

import org.jspecify.annotations.NullMarked;
