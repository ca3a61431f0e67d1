@NullMarked
package io.sluice.gateway.mqtt.gate;

import org.jspecify.annotations.NullMarked;
