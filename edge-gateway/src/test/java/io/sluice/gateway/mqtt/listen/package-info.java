@NullMarked
package io.sluice.gateway.mqtt.listen;

import org.jspecify.annotations.NullMarked;
