/** Client certificates for a simulated fleet. */
@NullMarked
package io.sluice.simulator.certificate;

import org.jspecify.annotations.NullMarked;
