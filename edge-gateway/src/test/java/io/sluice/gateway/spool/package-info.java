@NullMarked
package io.sluice.gateway.spool;

import org.jspecify.annotations.NullMarked;
