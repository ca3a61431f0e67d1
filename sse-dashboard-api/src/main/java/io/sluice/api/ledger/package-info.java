@NullMarked
package io.sluice.api.ledger;

import org.jspecify.annotations.NullMarked;
