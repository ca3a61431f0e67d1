package io.sluice.simulator.fleet;

import io.sluice.simulator.fleet.JudgedDevice.Linker;
import io.sluice.simulator.mqtt.Answer;
import io.sluice.simulator.mqtt.BreakableLink;
import io.sluice.simulator.mqtt.Manners;
import io.sluice.simulator.mqtt.Publication;
import io.sluice.simulator.oracle.BootHistory;
import io.sluice.simulator.oracle.Outcome;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A judged device's link, and of which boot each message is that has no answer yet. */
final class JudgedOutbox {
    private final @Nullable JudgedWills wills;
    private final BreakableLink link;
    private final Map<Publication, BootHistory> unanswered = new HashMap<>();
    private long acknowledgedTs;

    JudgedOutbox(Linker linker, @Nullable JudgedWills wills) {
        this.wills = wills;
        link = linker.link(this::settled, wills == null ? Manners.NONE : () -> wills.next(acknowledgedTs));
    }

    BreakableLink link() {
        return link;
    }

    /** @param millis that no message is older than, but for those that are late */
    void begin(long millis) {
        acknowledgedTs = millis;
    }

    /** The highest that there was an acknowledgement for. */
    long acknowledgedTs() {
        return acknowledgedTs;
    }

    boolean send(Publication message, BootHistory boot) {
        if (take(message, boot)) {
            return true;
        }
        boot.settle(message.number(), Outcome.NEVER_SENT);
        return false;
    }

    /** Nothing is lost where the link has no room for it. */
    void sendCopy(Publication message, BootHistory boot) {
        take(message, boot);
    }

    private boolean take(Publication message, BootHistory boot) {
        unanswered.put(message, boot);
        if (link.publish(message)) {
            return true;
        }
        unanswered.remove(message);
        return false;
    }

    private void settled(Publication message, Answer answer) {
        BootHistory boot = unanswered.remove(message);
        if (boot == null || answer == Answer.SENT) { // by a broker without QoS 1: nobody knows what became of it
            return;
        }
        boot.settle(message.number(), outcome(answer));
        if (answer == Answer.ACKED) {
            acknowledgedTs = Math.max(acknowledgedTs, boot.ts(message.number()));
            if (wills != null) {
                wills.acknowledged();
            }
        }
    }

    private static Outcome outcome(Answer answer) {
        return switch (answer) {
            case ACKED -> Outcome.ACKED;
            case REFUSED_AT_LAST -> Outcome.REFUSED_AT_LAST;
            default -> Outcome.REFUSED;
        };
    }
}
