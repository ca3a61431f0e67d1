/** What k8s holds, checked against the code without a cluster. */
@NullMarked
package io.sluice.e2e.k8s;

import org.jspecify.annotations.NullMarked;
