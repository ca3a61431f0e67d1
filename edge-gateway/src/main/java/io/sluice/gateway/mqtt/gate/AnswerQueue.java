package io.sluice.gateway.mqtt.gate;

import io.netty.channel.ChannelHandlerContext;
import io.sluice.gateway.mqtt.packet.Protocol;
import io.sluice.gateway.mqtt.packet.Reasons;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Lets a connection's answers leave in order of receipt: one that may not yet be said holds back those behind it. Knows
 * how much of MQTT 5's receive maximum the client has used.
 */
final class AnswerQueue {
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

    /** Writes what may leave and flushes once. */
    void flush(ChannelHandlerContext ctx, Reasons reasons, DeliveryState delivery) {
        if (answers == null) {
            return;
        }
        int written = 0;
        long oldestNanos = 0;
        for (Answer head = answers.peek(); head != null && head.isDurable(); head = answers.peek()) {
            answers.remove();
            // Before the write, which may let further packets in.
            leaves(head);
            if (head.kind == Answer.Kind.PUBACK) {
                delivery.acknowledged(head);
            }
            if (written++ == 0) {
                oldestNanos = head.receivedNanos;
            }
            ctx.write(head.packet(reasons), ctx.voidPromise());
        }
        if (written > 0) {
            ctx.flush();
            meters.answered(written, oldestNanos);
        }
    }

    private void leaves(Answer answer) {
        boolean endsExchange = answer.kind != Answer.Kind.PUBREC || answer.isRefusal();
        if (endsExchange && openExchanges > 0) {
            openExchanges--;
        }
    }

    /** Nothing can be said any more. */
    void clear() {
        answers = null;
    }
}
