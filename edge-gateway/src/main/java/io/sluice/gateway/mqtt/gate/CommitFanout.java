package io.sluice.gateway.mqtt.gate;

import io.netty.channel.EventLoop;
import io.sluice.gateway.spool.CommitListener;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** Brings commits to the event loops: one task per loop and commit, one flush per connection. */
public final class CommitFanout implements CommitListener {
    private final FrontMeters meters;
    private final Consumer<Throwable> onFailure;

    public CommitFanout(FrontMeters meters, Consumer<Throwable> onFailure) {
        this.meters = meters;
        this.onFailure = onFailure;
    }

    @Override
    public void committed(List<Object> tokens) {
        Map<EventLoop, List<Answer>> byLoop = new IdentityHashMap<>();
        for (Object token : tokens) {
            Answer answer = (Answer) token;
            byLoop.computeIfAbsent(answer.desk.loop(), loop -> new ArrayList<>(tokens.size()))
                    .add(answer);
        }
        byLoop.forEach(this::hand);
    }

    private void hand(EventLoop loop, List<Answer> answers) {
        try {
            loop.execute(() -> settle(answers));
        } catch (RejectedExecutionException e) {
            // The loop has ended and its connections with it: nobody is left to be answered.
            return;
        }
    }

    private void settle(List<Answer> answers) {
        List<AnswerDesk> desks = new ArrayList<>();
        CommitTally tally = new CommitTally(meters);
        for (Answer answer : answers) {
            tally.add(answer);
            if (answer.desk.durable(answer)) {
                desks.add(answer.desk);
            }
        }
        tally.tell();
        desks.forEach(AnswerDesk::flush);
    }

    @Override
    public void failed(Throwable cause) {
        onFailure.accept(cause);
    }
}
