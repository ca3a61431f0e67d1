package io.sluice.gateway.mqtt;

import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Lets answers leave in order of receipt: one that may not yet be said holds back those behind it. */
final class AnswerQueue {
    private @Nullable ArrayDeque<Answer> answers;

    void add(Answer answer) {
        if (answers == null) {
            answers = new ArrayDeque<>();
        }
        answers.add(answer);
    }

    boolean isEmpty() {
        return answers == null || answers.isEmpty();
    }

    /** Told of each answer as it is written. */
    interface Written {
        void written(Answer answer);
    }

    /** Writes what may leave and flushes once. */
    void flush(ChannelHandlerContext ctx, Written listener) {
        if (answers == null) {
            return;
        }
        boolean anyWritten = false;
        for (Answer head = answers.peek(); head != null && head.isDurable(); head = answers.peek()) {
            answers.remove();
            ctx.write(head.packet(), ctx.voidPromise());
            listener.written(head);
            anyWritten = true;
        }
        if (anyWritten) {
            ctx.flush();
        }
    }

    /** Nothing can be said any more. */
    void clear() {
        answers = null;
    }
}
