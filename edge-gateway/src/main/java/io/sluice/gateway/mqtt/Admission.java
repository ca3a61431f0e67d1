package io.sluice.gateway.mqtt;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;

/**
 * Who may connect at all: nobody but the self-test until the gate is proven, nobody once it cannot answer. Thread-safe.
 */
final class Admission {
    private static final int NOBODY = -1;

    private final ChannelGroup admitted = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private volatile boolean open;
    private volatile int testerPort = NOBODY;

    boolean admits(Channel channel) {
        if (open || isTester(channel)) {
            admitted.add(channel);
            return true;
        }
        return false;
    }

    boolean isTester(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress remote && remote.getPort() == testerPort;
    }

    /** Lets the connection from this local port in, as long as nobody else is. */
    void expectTester(int port) {
        testerPort = port;
    }

    void open() {
        testerPort = NOBODY;
        open = true;
    }

    void shut() {
        open = false;
    }

    boolean isOpen() {
        return open;
    }

    ChannelGroup connections() {
        return admitted;
    }
}
