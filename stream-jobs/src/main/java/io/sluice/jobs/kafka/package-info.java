/** The job's ends at Kafka. */
@NullMarked
package io.sluice.jobs.kafka;

import org.jspecify.annotations.NullMarked;
