package io.sluice.gateway.mqtt;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ServerChannel;
import io.netty.util.AttributeKey;

/**
 * Netty's door into the pipelines that Moquette builds; the service loader finds it. It sees every server channel of
 * the process and touches only those bound inside {@link #whileBinding}.
 */
public final class GateExtension extends ChannelInitializerExtension {
    private static final AttributeKey<PipelineInstaller> INSTALLER =
            AttributeKey.valueOf(GateExtension.class, "installer");
    private static final ThreadLocal<PipelineInstaller> BINDING = new ThreadLocal<>();

    /** For the service loader. */
    public GateExtension() {}

    /** A bind. */
    interface Binding {
        void run() throws Exception;
    }

    /** A listener initialises its channel on the thread that binds it, so that no port has to be known beforehand. */
    static void whileBinding(PipelineInstaller installer, Binding binding) throws Exception {
        BINDING.set(installer);
        try {
            binding.run();
        } finally {
            BINDING.remove();
        }
    }

    @Override
    public void postInitializeServerListenerChannel(ServerChannel channel) {
        PipelineInstaller installer = BINDING.get();
        if (installer != null) {
            channel.attr(INSTALLER).set(installer);
            installer.listensOn(channel);
        }
    }

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        PipelineInstaller installer = channel.parent().attr(INSTALLER).get();
        if (installer != null) {
            // Runs at registration, after Moquette's own initializer, which stands before it in the pipeline.
            channel.pipeline().addLast(new ChannelInitializer<>() {
                @Override
                protected void initChannel(Channel child) {
                    installer.install(child);
                }
            });
        }
    }
}
