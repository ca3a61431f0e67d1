/**
 * Telemetry from a broker that is there already: a shared subscription through Eclipse Paho, each message acknowledged
 * once it is durable here.
 */
@NullMarked
package io.sluice.gateway.bridge;

import org.jspecify.annotations.NullMarked;
