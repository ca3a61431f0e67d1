@NullMarked
package io.sluice.api.kafka;

import org.jspecify.annotations.NullMarked;
