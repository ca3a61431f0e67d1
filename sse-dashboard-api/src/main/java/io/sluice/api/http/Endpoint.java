package io.sluice.api.http;

import java.io.IOException;

/** Answers one path. */
interface Endpoint {
    /**
     * Answers, or refuses.
     *
     * @throws io.sluice.api.query.RequestFault before anything is written
     */
    void answer(Exchange exchange) throws IOException;
}
