package io.sluice.simulator.fleet;

import io.sluice.model.identity.DeviceId;
import io.sluice.simulator.fleet.Schedule.Moment;
import io.sluice.simulator.mqtt.BreakableLink;
import io.sluice.simulator.mqtt.Ending;
import io.sluice.simulator.mqtt.Manners;
import io.sluice.simulator.mqtt.Publication;
import io.sluice.simulator.mqtt.PublicationListener;
import io.sluice.simulator.oracle.BootHistory;
import io.sluice.simulator.oracle.FleetHistory;
import io.sluice.simulator.oracle.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A device that writes down what it says before it says it, and what it was answered. It loses, repeats, reorders,
 * delays and garbles some messages, and reboots. Where its type has them, it has births, and leaves a will with each
 * connection. Ticks, connections and answers come one at a time.
 */
public final class JudgedDevice implements DevicePart {
    public static final List<String> METRICS = List.of("level", "flow");

    /**
     * What is held back comes late by no more than that, which every tier takes: in the order it was written down in.
     */
    private static final long HELD_BACK_MILLIS = 60_000;

    private static final long NO_TIER_MILLIS = 30 * 3_600_000L;

    private final DeviceId id;
    private final TrueMessages messages;
    private final long seed;
    private final FleetHistory history;
    private final String epochPrefix;
    private final boolean hasBirths;
    private final @Nullable JudgedWills wills;
    private final JudgedOutbox outbox;
    private final Planting planting = new Planting();
    private BootHistory boot;
    private @Nullable HeldBack heldBack;
    private boolean oweBirth;
    private long beginMillis;
    private long lastTs;
    private int boots;
    private long ticks;
    private volatile boolean isDead;

    /** Makes the link, which tells the device what it is answered. */
    @FunctionalInterface
    public interface Linker {
        BreakableLink link(PublicationListener listener, Manners manners);
    }

    /** Goes out after its successor, though the device may have rebooted meanwhile. */
    private record HeldBack(Publication message, BootHistory boot) {}

    /** @param epochPrefix different in each run, or messages of an earlier run would be taken for the same */
    public JudgedDevice(SimulatedDevice device, long seed, FleetHistory history, String epochPrefix, Linker linker) {
        this.id = device.id();
        this.messages = new TrueMessages(id, device.type());
        this.seed = seed;
        this.history = history;
        this.epochPrefix = epochPrefix;
        this.boot = history.boot(id, epochPrefix + boots);
        this.hasBirths = device.type().birth();
        this.oweBirth = hasBirths;
        this.wills = device.type().will() ? new JudgedWills(id, epochPrefix, history, messages) : null;
        this.outbox = new JudgedOutbox(linker, wills);
    }

    @Override
    public DeviceId id() {
        return id;
    }

    public BreakableLink link() {
        return outbox.link();
    }

    public boolean hasWill() {
        return wills != null;
    }

    /** Whether it has broken off for good. From any thread. */
    public boolean isDead() {
        return isDead;
    }

    /** Plants the fault in a message as soon as one is for it, in the goodbye at the end, or in its death. */
    public void mutate(Mutation planted) {
        planting.ask(planted);
    }

    /** Whether a fault was asked for that has not been planted so far. From any thread. */
    public boolean isMutationDue() {
        return planting.isOpen();
    }

    @Override
    public void begin(long millis) {
        beginMillis = millis;
        lastTs = millis;
        outbox.begin(millis);
    }

    @Override
    public void connect() {
        oweBirth = hasBirths;
    }

    /** One message, where the link has room. */
    @Override
    public void measure(Moment now) {
        lastTs = beginMillis + now.atMillis();
        ticks++;
        if (heldBack != null && lastTs - heldBack.boot.ts(heldBack.message.number()) > HELD_BACK_MILLIS) {
            sendHeldBack();
        }
        DeviceFaults fault =
                planting.ofMessage(ticks) == Mutation.LOSE_LATE ? DeviceFaults.TOO_LATE : DeviceFaults.of(seed, ticks);
        if (fault == DeviceFaults.REBOOT) {
            reboot();
            return;
        }
        long ts = lastTs - fault.behindMillis();
        long seq = boot.append(ts);
        if (fault == DeviceFaults.LOST) {
            boot.settle(seq, Outcome.NEVER_SENT);
        } else {
            say(fault, ts, seq);
        }
        if (fault != DeviceFaults.REORDERED) {
            sendHeldBack();
        }
    }

    private void say(DeviceFaults fault, long ts, long seq) {
        String state = state();
        Publication message = message(ts, seq, 0, state);
        switch (fault) {
            case REORDERED -> {
                sendHeldBack();
                heldBack = new HeldBack(message, boot);
            }
            case CORRUPT -> {
                boot.garble(seq);
                outbox.send(TrueMessages.half(message), boot);
            }
            case DUPLICATED -> {
                if (outbox.send(message, boot)) {
                    outbox.sendCopy(message(ts, seq, 0, state), boot);
                }
            }
            default -> sendOrMutate(message, ts, state);
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
        oweBirth = hasBirths;
    }

    private void sendOrMutate(Publication message, long ts, @Nullable String state) {
        Mutation planted = planting.ofMessage(ticks);
        if (planted == null) {
            outbox.send(message, boot);
        } else if (sendMutated(planted, message.number(), ts, state)) {
            planting.done();
        }
    }

    private boolean sendMutated(Mutation planted, long seq, long ts, @Nullable String state) {
        return switch (planted) {
            case LOSE, LOSE_LATE -> {
                boot.settle(seq, Outcome.ACKED);
                yield true;
            }
            case CHANGE -> outbox.send(message(ts, seq, 1, state), boot);
            default -> outbox.send(message(ts - NO_TIER_MILLIS, seq, 0, state), boot);
        };
    }

    private void sendHeldBack() {
        HeldBack late = heldBack;
        heldBack = null;
        if (late != null) {
            outbox.send(late.message, late.boot);
        }
    }

    /** A last word, so that everybody knows that it is there. */
    @Override
    public void finish() {
        sendHeldBack();
        sayAgain();
    }

    /** Where all is said and answered, and it has a will: it says goodbye, comes back and says so. */
    public void leaveAndReturn() {
        if (wills != null && link().outstanding() == 0 && leave()) {
            wills.saidGoodbye();
            oweBirth = hasBirths;
            sayAgain();
        }
    }

    /** Breaks off for good. Ask it for nothing more. */
    public void breakOff(Ending how) {
        isDead = true;
        if (planting.isDue(Mutation.DEATH)) {
            link().close();
        } else {
            link().breakOff(how);
        }
    }

    /** Its connection is gone, and with it all that has no answer. */
    public void died() {
        if (heldBack != null) {
            heldBack.boot.settle(heldBack.message.number(), Outcome.NEVER_SENT);
        }
        boolean isCertain = history.died(id, outbox.acknowledgedTs(), lastTs);
        if (isCertain && planting.isDue(Mutation.DEATH)) {
            planting.done();
        }
    }

    private boolean leave() {
        if (!planting.isDue(Mutation.WILL)) {
            return link().leave();
        }
        if (!link().isConnected()) {
            return false;
        }
        link().reset();
        planting.done();
        return true;
    }

    /** Without a fault, at the time of the last message. */
    private void sayAgain() {
        outbox.send(message(lastTs, boot.append(lastTs), 0, state()), boot);
    }

    private Publication message(long ts, long seq, long tooMuch, @Nullable String state) {
        return messages.of(ts, boot.epoch(), seq, tooMuch, state);
    }

    /** What the next message says of it, once. */
    private @Nullable String state() {
        boolean isBirth = oweBirth;
        oweBirth = false;
        return isBirth ? "online" : null;
    }
}
