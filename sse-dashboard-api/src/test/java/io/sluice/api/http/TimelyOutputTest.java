package io.sluice.api.http;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TimelyOutputTest {
    private static final byte[] LONG = new byte[4 << 20];
    private final CompletableFuture<@Nullable IOException> written = new CompletableFuture<>();

    @Test
    void whoTakesAByteNowAndThenIsHungUpOn() throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setAcceptedSendBufferSize(8_192);
        server.addConnector(connector);
        server.setHandler(new Writing());
        server.start();
        try (Socket socket = RawHttp.slowReader(connector.getLocalPort(), "GET / HTTP/1.1")) {
            InputStream in = socket.getInputStream();
            while (!written.isDone() && in.read() >= 0) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            IOException thrown = written.get(60, TimeUnit.SECONDS);
            assertNotNull(thrown);
            assertTrue(String.valueOf(thrown).contains("must be taken within PT0.5S"), () -> "" + thrown);
        } finally {
            server.stop();
        }
    }

    private final class Writing extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            try (OutputStream out =
                    new TimelyOutput(Content.Sink.asOutputStream(response), request, Duration.ofMillis(500))) {
                out.write(LONG);
                written.complete(null);
                callback.succeeded();
            } catch (IOException e) {
                written.complete(e);
                callback.failed(e);
            }
            return true;
        }
    }
}
