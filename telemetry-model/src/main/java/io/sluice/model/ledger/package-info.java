@NullMarked
package io.sluice.model.ledger;

import org.jspecify.annotations.NullMarked;
