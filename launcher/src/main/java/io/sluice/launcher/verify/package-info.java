/** {@code ./sluice verify}: a fleet that knows the truth, faults, and the verdict on what the public face says. */
@NullMarked
package io.sluice.launcher.verify;

import org.jspecify.annotations.NullMarked;
