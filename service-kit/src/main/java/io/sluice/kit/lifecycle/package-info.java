/** What every service is: a thing with a name that starts and drains, and the order in which several do. */
@NullMarked
package io.sluice.kit.lifecycle;

import org.jspecify.annotations.NullMarked;
