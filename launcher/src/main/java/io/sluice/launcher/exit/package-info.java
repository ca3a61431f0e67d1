/**
 * The end of the process: the signal that asks for it, the watch that does not wait for one when a service has died,
 * and what the exit code says.
 */
@NullMarked
package io.sluice.launcher.exit;

import org.jspecify.annotations.NullMarked;
