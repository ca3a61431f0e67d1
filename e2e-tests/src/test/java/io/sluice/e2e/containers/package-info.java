/** The pipeline as it is shipped: its images, in containers that are held as tightly as on the cluster. */
@NullMarked
package io.sluice.e2e.containers;

import org.jspecify.annotations.NullMarked;
