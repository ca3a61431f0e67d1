@NullMarked
package io.sluice.gateway.mqtt.topic;

import org.jspecify.annotations.NullMarked;
