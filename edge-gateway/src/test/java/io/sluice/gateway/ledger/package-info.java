@NullMarked
package io.sluice.gateway.ledger;

import org.jspecify.annotations.NullMarked;
