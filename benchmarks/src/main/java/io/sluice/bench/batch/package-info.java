@NullMarked
package io.sluice.bench.batch;

import org.jspecify.annotations.NullMarked;
