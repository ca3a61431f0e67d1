@NullMarked
package io.sluice.simulator.mqtt;

import org.jspecify.annotations.NullMarked;
