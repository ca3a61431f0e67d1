@NullMarked
package io.sluice.bench.process;

import org.jspecify.annotations.NullMarked;
