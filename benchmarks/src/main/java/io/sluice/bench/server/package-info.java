/** What runs in a JVM of its own, and answers the benchmark that started it. */
@NullMarked
package io.sluice.bench.server;

import org.jspecify.annotations.NullMarked;
