/** Settings: declared once, read from three places, all faults reported together. */
@NullMarked
package io.sluice.kit.settings;

import org.jspecify.annotations.NullMarked;
