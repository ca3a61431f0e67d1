/** What lies in the topics, as JSON lines. */
@NullMarked
package io.sluice.launcher.decode;

import org.jspecify.annotations.NullMarked;
