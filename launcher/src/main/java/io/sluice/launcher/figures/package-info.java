/** What the public HTTP API says about a running pipeline: ledger and metrics. */
@NullMarked
package io.sluice.launcher.figures;

import org.jspecify.annotations.NullMarked;
