package io.sluice.gateway.mqtt.connect;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who may connect at all: nobody but the self-test until the gate is proven, nobody once it cannot answer. Thread-safe.
 */
public final class Admission {
    private static final int DOORSTEP = 1_024;

    private final ChannelGroup admitted = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final Doorstep doorstep = new Doorstep(DOORSTEP);
    private volatile boolean open;
    private volatile @Nullable SocketAddress tester;

    boolean admits(Channel channel) {
        if (open || isTester(channel)) {
            admitted.add(channel);
            return true;
        }
        return false;
    }

    public boolean isTester(Channel channel) {
        SocketAddress expected = tester;
        return expected != null && expected.equals(channel.remoteAddress());
    }

    /** Lets the connection from this address of ours in, unasked, as long as nobody else is. */
    public void expectTester(SocketAddress address) {
        tester = address;
    }

    public void open() {
        tester = null;
        open = true;
    }

    public void shut() {
        open = false;
    }

    public boolean isOpen() {
        return open;
    }

    Doorstep doorstep() {
        return doorstep;
    }

    public ChannelGroup connections() {
        return admitted;
    }
}
