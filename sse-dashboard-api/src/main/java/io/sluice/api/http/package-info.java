@NullMarked
package io.sluice.api.http;

import org.jspecify.annotations.NullMarked;
