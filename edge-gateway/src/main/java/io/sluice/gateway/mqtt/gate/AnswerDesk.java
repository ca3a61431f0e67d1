package io.sluice.gateway.mqtt.gate;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import io.sluice.gateway.mqtt.gate.FrontMeters.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Says a connection's answers: each once what is behind it is durable, in order of receipt. Confined to the
 * connection's event loop.
 */
public final class AnswerDesk {
    private final GateContext context;
    private final ClientConnection connection;
    private final AnswerQueue answers;
    private @Nullable ChannelHandlerContext channelContext;
    private @Nullable EventLoop loop;
    private boolean hasFreshAnswers;

    public AnswerDesk(GateContext context, ClientConnection connection) {
        this.context = context;
        this.connection = connection;
        this.answers = new AnswerQueue(context.meters());
    }

    /** One that says nothing, for what clients that are gone have left to be stored. */
    public static AnswerDesk ofGone(GateContext context, ClientConnection gone, EventLoop loop) {
        AnswerDesk desk = new AnswerDesk(context, gone);
        desk.loop = loop;
        return desk;
    }

    /** Where the answers go. */
    void open(ChannelHandlerContext ctx) {
        channelContext = ctx;
        loop = ctx.channel().eventLoop();
    }

    /** What waits for its PUBREL may hold the desk for days, and must not hold the connection. */
    void close() {
        answers.clear();
        channelContext = null;
    }

    public EventLoop loop() {
        EventLoop known = loop;
        if (known == null) {
            throw new IllegalStateException("the desk must be open, was not");
        }
        return known;
    }

    AnswerQueue answers() {
        return answers;
    }

    /**
     * What is behind the answer is durable. The caller flushes afterwards.
     *
     * @return whether there was nothing to flush before
     */
    boolean durable(Answer answer) {
        answer.settle(answer.reason());
        if (answer.kind == Answer.Kind.PUBREC && answer.isRefusal() && connection.isMqtt5()) {
            connection.delivery().refused(answer);
        }
        LocalReading local = answer.takeLocal();
        if (local != null) {
            context.localReadings().publish(local);
        }
        answer.runThen();
        answer.takeRepeats().forEach(repeat -> RepeatedPublishes.settle(repeat, answer.reason()));
        boolean isFirst = !hasFreshAnswers;
        hasFreshAnswers = true;
        return isFirst;
    }

    void flush() {
        hasFreshAnswers = false;
        if (channelContext != null && channelContext.channel().isActive()) {
            answers.flush(channelContext, connection.reasons(), connection.delivery());
        }
    }

    /** Of what is refused there is more than can be kept: this one is not answered, and may come again later. */
    void overwhelmed(Answer answer) {
        context.meters().publish(Outcome.OVER_QUOTA, answer.qos());
        if (channelContext != null) {
            connection.close(channelContext, Disconnect.QUOTA_EXCEEDED);
        }
    }
}
