/** Clients that mean harm, or come all at once. */
@NullMarked
package io.sluice.bench.mqtt.storm;

import org.jspecify.annotations.NullMarked;
