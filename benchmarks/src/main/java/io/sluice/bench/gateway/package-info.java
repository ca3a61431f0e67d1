@NullMarked
package io.sluice.bench.gateway;

import org.jspecify.annotations.NullMarked;
