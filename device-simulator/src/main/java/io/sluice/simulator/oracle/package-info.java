/** What a fleet said and what became of it, and whether a pipeline's rollups agree: the judge's thinking. */
@NullMarked
package io.sluice.simulator.oracle;

import org.jspecify.annotations.NullMarked;
