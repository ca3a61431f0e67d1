@NullMarked
package io.sluice.gateway.mqtt;

import org.jspecify.annotations.NullMarked;
