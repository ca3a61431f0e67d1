/**
 * What the spool asks of a disk, the real one, and which run of the machine it is in. Everything else of the spool
 * reaches its folder through {@link io.sluice.gateway.spool.files.SpoolFiles}, so that simulations may put a disk in
 * its place that forgets, fills and fails.
 */
@NullMarked
package io.sluice.gateway.spool.files;

import org.jspecify.annotations.NullMarked;
