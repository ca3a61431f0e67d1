package io.sluice.gateway.mqtt.gate;

import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.sluice.gateway.spool.SpoolEntry;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.payload.Decoded.Rejected;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Brings one connection's publishes into the durable log, one at a time. Where the log has no room the publish stays
 * here, as it came if possible: decoding may consume an identity, which must then be appended and nothing else.
 */
public final class SpoolIntake {
    private final GateContext context;
    private final PublishDecider decider;
    private @Nullable Undecoded undecoded;
    private @Nullable Decided decided;

    /** Who has died before the one that is decided: the node, and of its devices all but the last. */
    private final Queue<DeviceId> diedBefore = new ArrayDeque<>(0);

    /**
     * A publish to be stored. The packet is released by whoever takes it out.
     *
     * @param refusal null where what is in it decides
     */
    public record Undecoded(
            MqttPublishMessage packet,
            String topic,
            @Nullable Rejected refusal,
            ClientConnection client,
            Answer answer) {}

    private record Decided(SpoolEntry entry, DeliveryState delivery, Answer answer) {}

    public SpoolIntake(GateContext context) {
        this(context, 0);
    }

    /** @param will the id of the one that is said with what is brought in */
    public SpoolIntake(GateContext context, long will) {
        this.context = context;
        this.decider = new PublishDecider(context, will, diedBefore);
    }

    public boolean isWaiting() {
        return undecoded != null || decided != null;
    }

    /**
     * Takes the packet in any case and releases it when it is done with it.
     *
     * @return whether the log has it; if not, {@link #retry} later, unless the gate was told to close
     */
    public boolean offer(Undecoded publish) {
        if (!context.log().isAccepting()) {
            undecoded = publish;
            return false;
        }
        @Nullable SpoolEntry entry; // null where it is to be refused, and there is no time for that
        try {
            entry = decider.decide(publish);
        } finally {
            publish.packet().release();
        }
        if (entry == null) {
            publish.answer().desk.overwhelmed(publish.answer());
            return false;
        }
        return append(new Decided(entry, publish.client().delivery(), publish.answer()));
    }

    /** A release of QoS 2, or a will that is left, as {@link #offer}. */
    public boolean offer(SpoolEntry entry, DeliveryState delivery, Answer answer) {
        return append(new Decided(entry, delivery, answer));
    }

    /** Where a will that is left still waits, it does no more. */
    void dropWill() {
        if (decided != null && decided.entry() instanceof SpoolEntry.WillLeft) {
            decided = null;
        }
    }

    /** The answer of the publish that waited and is now in the log, null while it still waits. */
    @Nullable
    public Answer retry() {
        Decided ready = decided;
        Undecoded raw = undecoded;
        if (ready != null) {
            decided = null;
            return append(ready) ? ready.answer() : null;
        }
        if (raw == null) {
            return null;
        }
        undecoded = null;
        return offer(raw) ? raw.answer() : null;
    }

    /**
     * The connection is gone. What still waits is dropped: it was never acknowledged, and its client will send it
     * again, perhaps before we would have appended it. Not so deaths: the births that tell of whom are forgotten.
     *
     * @return its answer, null where nothing was dropped
     */
    @Nullable
    Answer abandon() {
        dropWill();
        if (decided != null && decided.entry() instanceof SpoolEntry.Released) {
            // Its client sends it again, and by then may have opened something else.
            decided = null;
        }
        if (decided != null && decided.entry() instanceof SpoolEntry.Death) {
            decided =
                    new Decided(decided.entry(), decided.delivery(), Answer.toNobody(decided.answer().desk, () -> {}));
            return null;
        }
        Undecoded raw = undecoded;
        Decided ready = decided;
        undecoded = null;
        decided = null;
        if (raw != null) {
            raw.packet().release();
            return raw.answer();
        }
        return ready == null ? null : ready.answer();
    }

    private boolean append(Decided ready) {
        if (appendDiedBefore(ready) && ready.delivery().append(context.log(), ready.entry(), ready.answer())) {
            return true;
        }
        decided = ready;
        return false;
    }

    private boolean appendDiedBefore(Decided ready) {
        DeviceId next = diedBefore.peek();
        while (next != null
                && context.log()
                        .tryAppend(new SpoolEntry.Death(next, 0), Answer.toNobody(ready.answer().desk, () -> {}))) {
            diedBefore.remove();
            next = diedBefore.peek();
        }
        return next == null;
    }
}
