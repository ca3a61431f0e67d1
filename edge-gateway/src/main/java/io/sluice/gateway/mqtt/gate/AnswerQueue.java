package io.sluice.gateway.mqtt.gate;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.sluice.gateway.mqtt.packet.Packets;
import io.sluice.gateway.mqtt.packet.Protocol;
import io.sluice.gateway.mqtt.packet.Reasons;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Lets a connection's answers leave in order of receipt: one that may not yet be said holds back those behind it. Knows
 * how much of MQTT 5's receive maximum the client has used.
 */
final class AnswerQueue {
    private static final int PLAIN_AT_ONCE = 64; // more take a larger buffer

    private final FrontMeters meters;
    private @Nullable ArrayDeque<Answer> answers;
    private int openExchanges;

    AnswerQueue(FrontMeters meters) {
        this.meters = meters;
    }

    /** The answer to a publish that begins an exchange of QoS 1 or 2. */
    void addNew(Answer answer) {
        openExchanges++;
        add(answer);
    }

    void add(Answer answer) {
        if (answers == null) {
            answers = new ArrayDeque<>();
        }
        answers.add(answer);
    }

    boolean isEmpty() {
        return answers == null || answers.isEmpty();
    }

    boolean isReceiveMaximumUsed() {
        return openExchanges >= Protocol.RECEIVE_MAXIMUM;
    }

    /** Writes what may leave and flushes once. What says yes and no more, nearly all, leaves together as one buffer. */
    void flush(ChannelHandlerContext ctx, Reasons reasons, DeliveryState delivery) {
        if (answers == null) {
            return;
        }
        int written = 0;
        long oldestNanos = 0;
        ByteBuf plain = null;
        for (Answer head = answers.peek(); head != null && head.isDurable(); head = answers.peek()) {
            if (plain != null && !head.isPlain()) {
                ctx.write(plain, ctx.voidPromise());
                plain = null;
                continue;
            }
            answers.remove();
            // Before the write, which may let further packets in.
            leaves(head);
            if (head.kind == Answer.Kind.PUBACK) {
                delivery.acknowledged(head);
            }
            if (written++ == 0) {
                oldestNanos = head.receivedNanos;
            }
            if (head.isPlain()) {
                plain = plain == null ? ctx.alloc().ioBuffer(PLAIN_AT_ONCE * Packets.PLAIN_BYTES) : plain;
                head.putPlain(plain);
            } else {
                ctx.write(head.packet(reasons), ctx.voidPromise());
            }
        }
        if (plain != null) {
            ctx.write(plain, ctx.voidPromise());
        }
        if (written > 0) {
            ctx.flush();
            meters.answered(written, oldestNanos);
        }
    }

    private void leaves(Answer answer) {
        boolean endsExchange = switch (answer.kind) {
            case PUBREC -> answer.isRefusal();
            case PUBCOMP -> !answer.isRefusal(); // else nothing was open
            default -> true;
        };
        if (endsExchange && openExchanges > 0) {
            openExchanges--;
        }
    }

    /** Nothing can be said any more. */
    void clear() {
        answers = null;
    }
}
