@NullMarked
package io.sluice.gateway.mqtt.packet;

import org.jspecify.annotations.NullMarked;
