package io.sluice.simulator.fleet;

import io.sluice.model.identity.DeviceId;
import io.sluice.simulator.fleet.Schedule.Moment;
import io.sluice.simulator.mqtt.Answer;
import io.sluice.simulator.mqtt.BreakableLink;
import io.sluice.simulator.mqtt.Publication;
import io.sluice.simulator.mqtt.PublicationListener;
import io.sluice.simulator.oracle.BootHistory;
import io.sluice.simulator.oracle.FleetHistory;
import io.sluice.simulator.oracle.Outcome;
import io.sluice.simulator.oracle.TrueValues;
import io.sluice.simulator.payload.Measurement;
import io.sluice.simulator.payload.PayloadFormat;
import io.sluice.simulator.payload.Reading;
import io.sluice.simulator.scenario.TypeSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A device that writes down what it says before it says it, and what it was answered. It loses, repeats, reorders,
 * delays and garbles some messages, and reboots. Ticks and answers come one at a time.
 */
public final class JudgedDevice implements DevicePart {
    public static final List<String> METRICS = List.of("level", "flow");

    private static final int MUTATED_TICK = 20;
    private static final long NO_TIER_MILLIS = 30 * 3_600_000L;

    private final DeviceId id;
    private final Wire wire;
    private final long seed;
    private final FleetHistory history;
    private final String epochPrefix;
    private final BreakableLink link;
    private final Map<Publication, BootHistory> unanswered = new HashMap<>();
    private BootHistory boot;
    private @Nullable Mutation mutation;
    private @Nullable Publication heldBack;
    private long beginMillis;
    private int boots;
    private long ticks;

    /** Makes the link, which tells the device what it is answered. */
    @FunctionalInterface
    public interface Linker {
        BreakableLink link(PublicationListener listener);
    }

    /** How the messages go out. A format without epoch and seq would not tell the judge which message is which. */
    private record Wire(PayloadFormat format, int qos) {
        static Wire of(TypeSpec type) {
            return new Wire(
                    type.format().carriesIdentity() ? type.format() : PayloadFormat.JSON, Math.max(1, type.qos()));
        }
    }

    /** @param epochPrefix different in each run, or messages of an earlier run would be taken for the same */
    public JudgedDevice(SimulatedDevice device, long seed, FleetHistory history, String epochPrefix, Linker linker) {
        this.id = device.id();
        this.wire = Wire.of(device.type());
        this.seed = seed;
        this.history = history;
        this.epochPrefix = epochPrefix;
        this.boot = history.boot(id, epochPrefix + boots);
        this.link = linker.link(this::settled);
    }

    public DeviceId id() {
        return id;
    }

    public BreakableLink link() {
        return link;
    }

    /** Plants the fault in a message after the first few. */
    public void mutate(Mutation planted) {
        mutation = planted;
    }

    @Override
    public void begin(long millis) {
        beginMillis = millis;
    }

    @Override
    public void connect() {}

    /** One message, where the link has room. */
    @Override
    public void measure(Moment now) {
        DeviceFaults fault = DeviceFaults.of(seed, ++ticks);
        if (fault == DeviceFaults.REBOOT) {
            reboot();
            return;
        }
        long ts = beginMillis + now.atMillis() - fault.behindMillis();
        long seq = boot.append(ts);
        switch (fault) {
            case LOST -> boot.settle(seq, Outcome.NEVER_SENT);
            case REORDERED -> {
                sendHeldBack();
                heldBack = message(ts, seq);
                unanswered.put(heldBack, boot);
            }
            case CORRUPT -> {
                boot.garble(seq);
                send(half(message(ts, seq)));
            }
            case DUPLICATED -> {
                if (send(message(ts, seq))) {
                    sendCopy(message(ts, seq));
                }
            }
            default -> sendOrMutate(ts, seq);
        }
        if (fault != DeviceFaults.REORDERED) {
            sendHeldBack();
        }
    }

    @Override
    public void reboot(Moment now) {
        reboot();
    }

    /** Under another epoch, though its connection may go on. */
    private void reboot() {
        sendHeldBack();
        boot = history.boot(id, epochPrefix + ++boots);
    }

    private void sendOrMutate(long ts, long seq) {
        Mutation planted = ticks < MUTATED_TICK ? null : mutation;
        if (planted == null) {
            send(message(ts, seq));
            return;
        }
        mutation = null;
        switch (planted) {
            case LOSE -> boot.settle(seq, Outcome.ACKED);
            case CHANGE -> send(message(ts, seq, 1));
            case LATE -> send(message(ts - NO_TIER_MILLIS, seq));
        }
    }

    private void sendHeldBack() {
        Publication late = heldBack;
        heldBack = null;
        if (late != null) {
            BootHistory itsBoot = unanswered.get(late);
            if (!link.publish(late) && itsBoot != null) {
                unanswered.remove(late);
                itsBoot.settle(late.number(), Outcome.NEVER_SENT);
            }
        }
    }

    private boolean send(Publication message) {
        unanswered.put(message, boot);
        if (link.publish(message)) {
            return true;
        }
        unanswered.remove(message);
        boot.settle(message.number(), Outcome.NEVER_SENT);
        return false;
    }

    /** Nothing is lost where the link has no room for it. */
    private void sendCopy(Publication message) {
        unanswered.put(message, boot);
        if (!link.publish(message)) {
            unanswered.remove(message);
        }
    }

    private void settled(Publication message, Answer answer) {
        BootHistory itsBoot = unanswered.remove(message);
        if (itsBoot != null) {
            itsBoot.settle(message.number(), answer == Answer.ACKED ? Outcome.ACKED : Outcome.REFUSED);
        }
    }

    @Override
    public void finish() {
        sendHeldBack();
    }

    private Publication message(long ts, long seq) {
        return message(ts, seq, 0);
    }

    private Publication message(long ts, long seq, long tooMuch) {
        List<Reading> readings = METRICS.stream()
                .map(metric ->
                        new Reading(metric, (double) (TrueValues.of(id, metric).at(seq) + tooMuch)))
                .toList();
        byte[] payload = wire.format.write(List.of(new Measurement(ts, boot.epoch(), seq, readings)));
        return new Publication("telemetry/" + id, payload, seq).with(wire.qos, wire.format.contentType());
    }

    private static Publication half(Publication message) {
        byte[] payload = Arrays.copyOf(message.payload(), message.payload().length / 2);
        return new Publication(message.topic(), payload, message.number()).with(message.qos(), message.contentType());
    }
}
