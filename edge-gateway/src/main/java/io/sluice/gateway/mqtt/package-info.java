/**
 * The device's door: Moquette as the broker, and before its own handler ours, which let nothing through that would
 * crash it, speak MQTT 5 for it, and answer telemetry themselves once it is durable.
 */
@NullMarked
package io.sluice.gateway.mqtt;

import org.jspecify.annotations.NullMarked;
