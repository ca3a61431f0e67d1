/** Every setting of the product, put together from those of the services. */
@NullMarked
package io.sluice.launcher.settings;

import org.jspecify.annotations.NullMarked;
