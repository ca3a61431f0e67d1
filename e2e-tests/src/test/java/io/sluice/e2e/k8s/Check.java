package io.sluice.e2e.k8s;

import java.util.List;

/** One kind of mistake that an API server would let through, or would find only on the day. */
@FunctionalInterface
interface Check {
    /** One line a fault, which names the document, the rule and the value; empty when all is well. */
    List<String> faults(Manifests manifests);
}
