package io.sluice.gateway.mqtt.gate;

import io.netty.channel.EventLoop;
import io.sluice.gateway.mqtt.gate.FrontMeters.Outcome;
import io.sluice.gateway.spool.CommitListener;
import io.sluice.gateway.spool.SpoolEntry;
import io.sluice.model.message.DeviceMessage;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** Brings commits to the event loops: one task per loop and commit, one flush per connection. */
public final class CommitFanout implements CommitListener {
    private final Consumer<Throwable> onFailure;

    public CommitFanout(Consumer<Throwable> onFailure) {
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
        byLoop.forEach(CommitFanout::hand);
    }

    private static void hand(EventLoop loop, List<Answer> answers) {
        try {
            loop.execute(() -> settle(answers));
        } catch (RejectedExecutionException e) {
            // The loop has ended and its connections with it: nobody is left to be answered.
            return;
        }
    }

    private static void settle(List<Answer> answers) {
        List<AnswerDesk> desks = new ArrayList<>();
        for (Answer answer : answers) {
            if (answer.desk.durable(answer)) {
                desks.add(answer.desk);
            }
        }
        desks.forEach(AnswerDesk::flush);
    }

    static void count(Answer answer, FrontMeters meters) {
        SpoolEntry entry = answer.takeEntry();
        if (entry instanceof SpoolEntry.Rejected rejected) {
            meters.rejected(rejected.rejection().reason(), answer.qos());
        } else if (entry instanceof SpoolEntry.Messages accepted) {
            meters.publish(Outcome.ACCEPTED, answer.qos());
            int readings = 0;
            for (DeviceMessage message : accepted.messages()) {
                readings += message.size();
            }
            meters.readings(readings);
        }
    }

    @Override
    public void failed(Throwable cause) {
        onFailure.accept(cause);
    }
}
