package io.sluice.simulator.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Copies one direction of one connection: one thread reads, so that latency does not slow what follows, and one writes.
 * Little is in between: where nothing leaves, soon nothing is read, and the sender feels it.
 */
final class LanePump {
    private static final int CHUNK_BYTES = 8 * 1024;
    private static final int CHUNKS = 16;

    private final Lane lane;
    private final Socket from;
    private final Socket to;
    private final ProxiedConnection connection;
    private final BlockingQueue<Chunk> queue = new ArrayBlockingQueue<>(CHUNKS);
    private volatile boolean isEnded;

    private record Chunk(byte[] bytes, int count, long cameNanos) {}

    LanePump(Lane lane, Socket from, Socket to, ProxiedConnection connection) {
        this.lane = lane;
        this.from = from;
        this.to = to;
        this.connection = connection;
    }

    void start(String name) {
        lane.add(this);
        for (Runnable half : new Runnable[] {this::read, this::write}) {
            Thread thread = new Thread(half, name);
            thread.setDaemon(true);
            thread.start();
        }
    }

    boolean isOpen() {
        return !to.isClosed();
    }

    private void read() {
        try {
            InputStream in = from.getInputStream();
            int count = 0;
            while (count >= 0) {
                byte[] chunk = new byte[CHUNK_BYTES];
                count = in.read(chunk);
                put(new Chunk(chunk, count, System.nanoTime()));
            }
            connection.heardTheLast(from);
        } catch (IOException e) {
            end();
            connection.broke(from);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void put(Chunk chunk) throws InterruptedException {
        while (isOpen() && !queue.offer(chunk, 100, TimeUnit.MILLISECONDS)) {
            // Full: the writer is held back.
        }
    }

    private void write() {
        try {
            OutputStream out = to.getOutputStream();
            for (Chunk chunk = take(); chunk != null && chunk.count >= 0; chunk = take()) {
                write(out, chunk);
            }
            if (isOpen()) {
                to.shutdownOutput();
            }
            end();
        } catch (IOException e) {
            end();
            connection.broke(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable Chunk take() throws InterruptedException {
        Chunk next = null;
        while (isOpen() && next == null) {
            next = queue.poll(100, TimeUnit.MILLISECONDS);
        }
        return next;
    }

    private void write(OutputStream out, Chunk chunk) throws IOException, InterruptedException {
        int at = 0;
        while (at < chunk.count) {
            int count = lane.awaitTurn(this, chunk.cameNanos, chunk.count - at);
            if (count == 0) {
                return;
            }
            out.write(chunk.bytes, at, count);
            at += count;
            lane.left(count);
        }
    }

    /** As if the sender had closed its side. */
    void endInput() {
        try {
            from.shutdownInput();
        } catch (IOException e) {
            end();
        }
    }

    private void end() {
        if (!isEnded) {
            isEnded = true;
            lane.remove(this);
            connection.ended();
        }
    }
}
