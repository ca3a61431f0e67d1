package io.sluice.gateway.mqtt;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import java.util.ArrayList;
import java.util.List;

/** Stands where Moquette's handler does: accepts CONNECT as it does, and keeps what else reaches it. */
public final class BrokerDouble extends ChannelInboundHandlerAdapter {
    public final List<Object> received = new ArrayList<>();
    public boolean answersConnect = true;
    public boolean sessionPresent;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object packet) {
        received.add(packet);
        if (packet instanceof MqttConnectMessage && answersConnect) {
            acceptConnect(ctx);
        }
    }

    public void acceptConnect(ChannelHandlerContext ctx) {
        ctx.pipeline().addFirst("inflightResender", new ChannelInboundHandlerAdapter());
        ctx.channel()
                .writeAndFlush(MqttMessageBuilders.connAck()
                        .returnCode(MqttConnectReturnCode.CONNECTION_ACCEPTED)
                        .sessionPresent(sessionPresent)
                        .build());
    }
}
