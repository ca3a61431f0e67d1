/** What the gateway asks of the operating system's scheduler. */
@NullMarked
package io.sluice.gateway.scheduler;

import org.jspecify.annotations.NullMarked;
