package io.sluice.simulator.fleet;

import io.sluice.simulator.mqtt.Publication;
import io.sluice.simulator.oracle.BootHistory;
import io.sluice.simulator.oracle.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * How a judged device's messages go out: some twice, after their successor, garbled, or with the fault that is to be
 * planted. Called as its device is, one call at a time.
 */
final class JudgedSender {
    /**
     * What is held back comes late by no more than that, which every tier takes: in the order it was written down in.
     */
    private static final long HELD_BACK_MILLIS = 60_000;

    private static final long NO_TIER_MILLIS = 30 * 3_600_000L;

    private final TrueMessages messages;
    private final JudgedOutbox outbox;
    private final Planting planting;
    private @Nullable HeldBack heldBack;

    /**
     * What is to be said, as it was written down.
     *
     * @param state null where it says none
     */
    record Draft(
            BootHistory boot, long ts, long seq, @Nullable String state) {}

    /** Goes out after its successor, though the device may have rebooted meanwhile. */
    private record HeldBack(Publication message, BootHistory boot) {}

    JudgedSender(TrueMessages messages, JudgedOutbox outbox, Planting planting) {
        this.messages = messages;
        this.outbox = outbox;
        this.planting = planting;
    }

    /** Without a fault. */
    void send(Draft draft) {
        outbox.send(message(draft), draft.boot());
    }

    /** @param ticks of the device, for the fault to be planted */
    void send(Draft draft, DeviceFaults fault, long ticks) {
        BootHistory boot = draft.boot();
        Publication message = message(draft);
        switch (fault) {
            case REORDERED -> {
                sendHeldBack();
                heldBack = new HeldBack(message, boot);
            }
            case CORRUPT -> {
                boot.garble(draft.seq());
                outbox.send(TrueMessages.half(message), boot);
            }
            case DUPLICATED -> {
                if (outbox.send(message, boot)) {
                    outbox.sendCopy(message(draft), boot);
                }
            }
            default -> sendOrMutate(draft, message, ticks);
        }
    }

    private void sendOrMutate(Draft draft, Publication message, long ticks) {
        Mutation planted = planting.ofMessage(ticks);
        if (planted == null) {
            outbox.send(message, draft.boot());
        } else if (sendMutated(planted, draft)) {
            planting.done();
        }
    }

    private boolean sendMutated(Mutation planted, Draft draft) {
        return switch (planted) {
            case LOSE, LOSE_LATE -> {
                draft.boot().settle(draft.seq(), Outcome.ACKED);
                yield true;
            }
            case CHANGE -> outbox.send(message(draft, draft.ts(), 1), draft.boot());
            default -> outbox.send(message(draft, draft.ts() - NO_TIER_MILLIS, 0), draft.boot());
        };
    }

    /** Where it would come too late otherwise. */
    void sendOverdue(long nowTs) {
        if (heldBack != null && nowTs - heldBack.boot.ts(heldBack.message.number()) > HELD_BACK_MILLIS) {
            sendHeldBack();
        }
    }

    void sendHeldBack() {
        HeldBack late = heldBack;
        heldBack = null;
        if (late != null) {
            outbox.send(late.message, late.boot);
        }
    }

    /** The device is dead: what is held back never goes out. */
    void died() {
        if (heldBack != null) {
            heldBack.boot.settle(heldBack.message.number(), Outcome.NEVER_SENT);
        }
    }

    private Publication message(Draft draft) {
        return message(draft, draft.ts(), 0);
    }

    private Publication message(Draft draft, long ts, long tooMuch) {
        return messages.of(ts, draft.boot().epoch(), draft.seq(), tooMuch, draft.state());
    }
}
