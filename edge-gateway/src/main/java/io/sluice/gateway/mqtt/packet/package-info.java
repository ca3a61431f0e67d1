/** What MQTT packets may look like, which are whole, and how a connection keeps those back that it may not take yet. */
@NullMarked
package io.sluice.gateway.mqtt.packet;

import org.jspecify.annotations.NullMarked;
