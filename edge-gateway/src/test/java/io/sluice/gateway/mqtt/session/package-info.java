@NullMarked
package io.sluice.gateway.mqtt.session;

import org.jspecify.annotations.NullMarked;
