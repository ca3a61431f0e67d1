/**
 * The sockets: which ports speak what, TLS and WebSocket before MQTT, and how fast connections are taken and closed.
 */
@NullMarked
package io.sluice.gateway.mqtt.listen;

import org.jspecify.annotations.NullMarked;
