package io.sluice.api.http;

import io.sluice.api.hub.Outlet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A viewer's connection: asynchronous writes, whose callbacks never block. Jetty calls back for a write that was begun
 * in a callback when that one has returned, so a long catch-up does not nest.
 */
final class StreamOutlet implements Outlet {
    private static final Logger log = LoggerFactory.getLogger(StreamOutlet.class);

    private final Exchange exchange;
    private final AtomicBoolean isOver = new AtomicBoolean();

    StreamOutlet(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public void write(ByteBuffer bytes, boolean isLast, Completion completion) {
        exchange.response().write(isLast, bytes, new Callback() {
            @Override
            public void succeeded() {
                if (isLast && isOver.compareAndSet(false, true)) {
                    exchange.callback().succeeded();
                }
                completion.done();
            }

            @Override
            public void failed(Throwable cause) {
                completion.failed(cause);
                if (isOver.compareAndSet(false, true)) {
                    exchange.callback().failed(cause);
                }
            }

            @Override
            public InvocationType getInvocationType() {
                return InvocationType.NON_BLOCKING;
            }
        });
    }

    /** Closing the socket fails a write that is under way; its callback ends the exchange. */
    @Override
    public void abort(String reason) {
        log.atDebug().addKeyValue("reason", reason).log("a stream was given up");
        exchange.request().getConnectionMetaData().getConnection().getEndPoint().close(new IOException(reason));
        if (isOver.compareAndSet(false, true)) {
            exchange.callback().failed(new IOException(reason));
        }
    }
}
