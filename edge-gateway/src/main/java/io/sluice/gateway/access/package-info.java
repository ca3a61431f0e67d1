/** Who may connect, and for which devices they may speak. Knows no MQTT library. */
@NullMarked
package io.sluice.gateway.access;

import org.jspecify.annotations.NullMarked;
