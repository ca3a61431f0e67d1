@NullMarked
package io.sluice.bench.mqtt;

import org.jspecify.annotations.NullMarked;
