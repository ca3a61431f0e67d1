@NullMarked
package io.sluice.api.devices;

import org.jspecify.annotations.NullMarked;
