package io.sluice.gateway.mqtt.gate;

import java.util.OptionalInt;

/**
 * Recognises publishes that a client sends again, and has them answered as the first copy is. That copy may have come
 * by an earlier connection, on another event loop: it is asked there.
 */
final class RepeatedPublishes {
    private RepeatedPublishes() {}

    /** Whether the publish was taken before; then its answer is on its way. */
    static boolean isRepeat(Answer answer, boolean isDup, DeliveryState delivery, AnswerQueue answers) {
        // Without DUP a QoS 1 publish is a new one, however alike it is.
        if (answer.kind == Answer.Kind.NONE || (answer.kind == Answer.Kind.PUBACK && !isDup)) {
            return false;
        }
        Answer earlier = delivery.openRepeat(answer.packetId, answer.kind, answer.contentHash, isDup);
        if (earlier != null) {
            enqueue(answer, earlier, answers);
            runOn(earlier.desk, () -> follow(earlier, answer));
            return true;
        }
        OptionalInt reason =
                isDup ? delivery.answeredReason(answer.packetId, answer.kind, answer.contentHash) : OptionalInt.empty();
        if (reason.isEmpty()) {
            return false;
        }
        answer.settle((byte) reason.getAsInt());
        answers.addNew(answer);
        return true;
    }

    private static void enqueue(Answer answer, Answer earlier, AnswerQueue answers) {
        if (answer.kind == Answer.Kind.PUBREC && earlier.desk == answer.desk) {
            answers.add(answer); // an open exchange counts once, however often its publish is repeated
        } else {
            answers.addNew(answer);
        }
    }

    private static void follow(Answer earlier, Answer repeat) {
        if (earlier.isDurable()) {
            settle(repeat, earlier.reason());
        } else {
            earlier.addRepeat(repeat);
        }
    }

    static void settle(Answer repeat, byte reason) {
        runOn(repeat.desk, () -> {
            repeat.settle(reason);
            repeat.desk.flush();
        });
    }

    private static void runOn(AnswerDesk desk, Runnable task) {
        if (desk.loop().inEventLoop()) {
            task.run();
        } else {
            desk.loop().execute(task);
        }
    }
}
