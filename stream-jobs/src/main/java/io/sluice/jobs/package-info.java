/** The jobs as one service: their settings, start and drain. */
@NullMarked
package io.sluice.jobs;

import org.jspecify.annotations.NullMarked;
