/** From a socket's first byte to CONNACK: who may come in, by what proof, on what terms. */
@NullMarked
package io.sluice.gateway.mqtt.connect;

import org.jspecify.annotations.NullMarked;
