/** Whose a topic is: the gate's, the embedded broker's or nobody's; and which filters a client may ask for. */
@NullMarked
package io.sluice.gateway.mqtt.topic;

import org.jspecify.annotations.NullMarked;
