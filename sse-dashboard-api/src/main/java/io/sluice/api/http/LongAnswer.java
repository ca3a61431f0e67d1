package io.sluice.api.http;

import io.sluice.api.json.JsonBytes;
import io.sluice.api.json.JsonParts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.util.IteratingCallback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * JSON of any length in little memory: the next part is written when the client has taken the former. Who falls behind
 * the pace is hung up on: the connection's idle time begins anew with every byte that is taken, and one a minute would
 * hold the answer for days.
 */
final class LongAnswer extends IteratingCallback {
    private static final int PART_BYTES = 64 * 1024;

    private final Exchange exchange;
    private final JsonParts parts;
    private final Consumer<LongAnswer> over;
    private final JsonBytes json = new JsonBytes();
    private final ByteArrayOutputStream part = new ByteArrayOutputStream();
    private final Scheduler scheduler;
    private final OutputStream out;
    private final LongAnswers.Pace pace;
    private long deadlineNanos;
    private Scheduler.@Nullable Task late;
    private boolean isWritten;

    /** @param over told when it ends, in whatever way */
    LongAnswer(Exchange exchange, JsonParts parts, LongAnswers.Pace pace, Consumer<LongAnswer> over) {
        this.exchange = exchange;
        this.parts = parts;
        this.over = over;
        this.pace = pace;
        deadlineNanos = System.nanoTime() + pace.atFirst().toNanos();
        scheduler = exchange.request().getComponents().getScheduler();
        out = exchange.beginJson() ? gzip(part) : part;
    }

    private static OutputStream gzip(OutputStream to) {
        try {
            return new GZIPOutputStream(to, PART_BYTES / 4);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written to", e);
        }
    }

    @Override
    protected Action process() throws IOException {
        cancelDeadline();
        if (isWritten) {
            return Action.SUCCEEDED;
        }
        encode();
        late = scheduler.schedule(this::tooSlow, deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        ByteBuffer taken = ByteBuffer.wrap(part.toByteArray());
        part.reset();
        exchange.response().write(isWritten, taken, this);
        return Action.SCHEDULED;
    }

    private void encode() throws IOException {
        while (part.size() == 0 && !isWritten) {
            while (json.size() < PART_BYTES && !isWritten) {
                isWritten = !parts.writeNext(json);
            }
            json.drainTo(out);
            deadlineNanos += pace.aPart().toNanos();
        }
        if (isWritten) {
            out.close();
        }
    }

    private void tooSlow() {
        hangUp("an answer must be taken within " + pace.atFirst() + " and " + pace.aPart() + " a part");
    }

    /** Closing the socket fails the write that is under way, or the next. */
    void hangUp(String reason) {
        exchange.request().getConnectionMetaData().getConnection().getEndPoint().close(new IOException(reason));
    }

    private void cancelDeadline() {
        Scheduler.Task task = late;
        if (task != null) {
            task.cancel();
        }
    }

    @Override
    protected void onCompleteSuccess() {
        over.accept(this);
        exchange.callback().succeeded();
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
        cancelDeadline();
        try {
            out.close(); // a deflater's memory is not the collector's
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        over.accept(this);
        exchange.callback().failed(cause);
    }
}
