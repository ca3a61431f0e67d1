package io.sluice.gateway.mqtt.listen;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;

/** Moquette keeps the one context that it was given; this one asks for another at each connection. */
final class LatestContext extends SslContext {
    private final Supplier<SslContext> latest;

    LatestContext(Supplier<SslContext> latest) {
        this.latest = latest;
    }

    @Override
    public boolean isClient() {
        return false;
    }

    @Override
    public List<String> cipherSuites() {
        return latest.get().cipherSuites();
    }

    @Override
    @SuppressWarnings("deprecation") // Netty wants it implemented
    public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
        return latest.get().applicationProtocolNegotiator();
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator) {
        return latest.get().newEngine(allocator);
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator, String peerHost, int peerPort) {
        return latest.get().newEngine(allocator, peerHost, peerPort);
    }

    @Override
    public SSLSessionContext sessionContext() {
        return latest.get().sessionContext();
    }
}
