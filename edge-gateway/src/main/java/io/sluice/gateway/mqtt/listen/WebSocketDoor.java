package io.sluice.gateway.mqtt.listen;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.MessageToMessageDecoder;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.sluice.gateway.mqtt.packet.InboundHold;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What Moquette's WebSocket pipeline lacks: plain answers to requests that are not for MQTT, frames in fragments, and a
 * pause that pings do not break. Behind it a WebSocket is a TCP connection like the others.
 */
public final class WebSocketDoor {
    public static final String PATH = "/mqtt";

    /** What Moquette agrees to; the standard knows the first. */
    private static final Set<String> SUBPROTOCOLS = Set.of("mqtt", "mqttv3.1", "mqttv3.1.1");

    private WebSocketDoor() {}

    /** @throws java.util.NoSuchElementException where the pipeline is not the one we know */
    public static void install(ChannelPipeline pipeline, InboundHold hold) {
        pipeline.addFirst("sluice-paused-reads", new PausedReads(hold));
        pipeline.addAfter("aggregator", "sluice-upgrade", new Upgrade());
        pipeline.replace("ws2bytebufDecoder", "sluice-frames", new FrameContents());
    }

    /** Netty reads on after a ping even where automatic reading is off: a flood of them would fill the hold. */
    private static final class PausedReads extends ChannelOutboundHandlerAdapter {
        private final InboundHold hold;

        PausedReads(InboundHold hold) {
            this.hold = hold;
        }

        @Override
        public void read(ChannelHandlerContext ctx) {
            if (!hold.isPaused()) {
                ctx.read();
            }
        }
    }

    private static final class Upgrade extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (!(message instanceof FullHttpRequest request)) {
                ctx.fireChannelRead(message);
            } else if (!isPath(request.uri())) {
                refuse(ctx, request, HttpResponseStatus.NOT_FOUND, "MQTT over WebSocket is at " + PATH);
            } else if (!offersMqtt(request)) {
                refuse(ctx, request, HttpResponseStatus.BAD_REQUEST, "Sec-WebSocket-Protocol must offer mqtt");
            } else if (!WebOrigin.mayPublish(request.headers(), ctx.channel().localAddress())) {
                refuse(ctx, request, HttpResponseStatus.FORBIDDEN, "Origin must be this host");
            } else {
                ctx.fireChannelRead(request.setUri(PATH)); // Moquette's knows nothing else
            }
        }

        /** As other brokers have it: with a slash behind it and a query too, which nobody reads. */
        private static boolean isPath(String uri) {
            String path = new QueryStringDecoder(uri).rawPath();
            return path.equals(PATH) || path.equals(PATH + "/");
        }

        private static boolean offersMqtt(FullHttpRequest request) {
            return request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL).stream()
                    .flatMap(offers -> Arrays.stream(offers.split(",", -1)))
                    .anyMatch(offer -> SUBPROTOCOLS.contains(offer.strip()));
        }

        private static void refuse(
                ChannelHandlerContext ctx, FullHttpRequest request, HttpResponseStatus status, String why) {
            ReferenceCountUtil.release(request);
            byte[] body = (why + "\n").getBytes(StandardCharsets.US_ASCII);
            FullHttpResponse answer =
                    new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
            answer.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_PLAIN)
                    .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                    .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
            ctx.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** MQTT does not care where frames begin. A text frame goes by as it is, and is refused as no packet of MQTT. */
    private static final class FrameContents extends MessageToMessageDecoder<WebSocketFrame> {
        @Override
        public boolean acceptInboundMessage(Object message) {
            return message instanceof BinaryWebSocketFrame || message instanceof ContinuationWebSocketFrame;
        }

        @Override
        protected void decode(ChannelHandlerContext ctx, WebSocketFrame frame, List<Object> out) {
            out.add(frame.content().retain());
        }
    }
}
