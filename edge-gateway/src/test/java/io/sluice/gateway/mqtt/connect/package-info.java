@NullMarked
package io.sluice.gateway.mqtt.connect;

import org.jspecify.annotations.NullMarked;
