@NullMarked
package io.sluice.model.topic;

import org.jspecify.annotations.NullMarked;
