/** The services, Kafka and Flink as processes of their own on one machine: {@code ./sluice cluster up}. */
@NullMarked
package io.sluice.launcher.cluster;

import org.jspecify.annotations.NullMarked;
