@NullMarked
package io.sluice.bench.server;

import org.jspecify.annotations.NullMarked;
