/**
 * Telemetry of a connection, from the publish to the answer that leaves once it is durable; see
 * {@link io.sluice.gateway.mqtt.gate.DurableGate}.
 */
@NullMarked
package io.sluice.gateway.mqtt.gate;

import org.jspecify.annotations.NullMarked;
