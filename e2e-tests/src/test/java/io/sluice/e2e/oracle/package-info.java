@NullMarked
package io.sluice.e2e.oracle;

import org.jspecify.annotations.NullMarked;
