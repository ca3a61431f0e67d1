package io.sluice.gateway.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.sluice.gateway.mqtt.gate.HeldCommands;
import java.util.ArrayList;
import java.util.List;

/** Stands where Moquette's handler does: accepts CONNECT as it does, and keeps what else reaches it. */
public final class BrokerDouble extends ChannelInboundHandlerAdapter {
    /** What the gate hands over beside the pipeline. */
    public record Command(String topic, MqttQoS qos, ByteBuf payload) {}

    public final List<Object> received = new ArrayList<>();
    public boolean answersConnect = true;
    public boolean sessionPresent;

    /** Holds on to every command, as if all subscribers were away. */
    public static HeldCommands.Broker keeping(List<Command> commands) {
        return (topic, qos, payload) -> commands.add(new Command(topic, qos, payload));
    }

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
