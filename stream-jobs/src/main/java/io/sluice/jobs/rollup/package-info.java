/** What a reading does to its device's windows, and when they are published: knows the JDK and floor 0 alone. */
@NullMarked
package io.sluice.jobs.rollup;

import org.jspecify.annotations.NullMarked;
