package io.sluice.api.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Hangs up on a client that does not take in time what is written: the connection's idle time begins anew with every
 * byte that is taken, and one a minute would hold the writing thread for days.
 */
final class TimelyOutput extends FilterOutputStream {
    private final Scheduler scheduler;
    private final EndPoint connection;
    private final Duration patience;

    /** @param patience for each write */
    TimelyOutput(OutputStream out, Request request, Duration patience) {
        super(out);
        this.patience = patience;
        this.scheduler = request.getComponents().getScheduler();
        this.connection = request.getConnectionMetaData().getConnection().getEndPoint();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        inTime(() -> out.write(bytes, offset, length));
    }

    @Override
    public void close() throws IOException {
        inTime(out::close);
    }

    private interface Step {
        void run() throws IOException;
    }

    private void inTime(Step step) throws IOException {
        Scheduler.Task late = scheduler.schedule(this::hangUp, patience.toMillis(), TimeUnit.MILLISECONDS);
        try {
            step.run();
        } finally {
            late.cancel();
        }
    }

    private void hangUp() {
        connection.close(new IOException("a part of an answer must be taken within " + patience));
    }
}
