/** Kafka's server and admin client: the embedded broker and the topics. */
@NullMarked
package io.sluice.launcher.kafka;

import org.jspecify.annotations.NullMarked;
