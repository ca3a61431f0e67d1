package io.sluice.simulator.fleet;

import io.sluice.model.identity.DeviceId;
import io.sluice.simulator.fleet.JudgedSender.Draft;
import io.sluice.simulator.fleet.Schedule.Moment;
import io.sluice.simulator.mqtt.BreakableLink;
import io.sluice.simulator.mqtt.Ending;
import io.sluice.simulator.mqtt.Manners;
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

    private final DeviceId id;
    private final long seed;
    private final FleetHistory history;
    private final String epochPrefix;
    private final boolean hasBirths;
    private final @Nullable JudgedWills wills;
    private final JudgedOutbox outbox;
    private final JudgedSender sender;
    private final Planting planting = new Planting();
    private BootHistory boot;
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

    /** @param epochPrefix different in each run, or messages of an earlier run would be taken for the same */
    public JudgedDevice(SimulatedDevice device, long seed, FleetHistory history, String epochPrefix, Linker linker) {
        this.id = device.id();
        TrueMessages messages = new TrueMessages(id, device.type());
        this.seed = seed;
        this.history = history;
        this.epochPrefix = epochPrefix;
        this.boot = history.boot(id, epochPrefix + boots);
        this.hasBirths = device.type().birth();
        this.oweBirth = hasBirths;
        this.wills = device.type().will() ? new JudgedWills(id, epochPrefix, history, messages) : null;
        this.outbox = new JudgedOutbox(linker, wills);
        this.sender = new JudgedSender(messages, outbox, planting);
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
        sender.sendOverdue(lastTs);
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
            sender.send(new Draft(boot, ts, seq, state()), fault, ticks);
        }
        if (fault != DeviceFaults.REORDERED) {
            sender.sendHeldBack();
        }
    }

    @Override
    public void reboot(Moment now) {
        reboot();
    }

    /** Under another epoch, though its connection may go on. */
    private void reboot() {
        sender.sendHeldBack();
        boot = history.boot(id, epochPrefix + ++boots);
        oweBirth = hasBirths;
    }

    /** A last word, so that everybody knows that it is there. */
    @Override
    public void finish() {
        sender.sendHeldBack();
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
        sender.died();
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
        sender.send(new Draft(boot, lastTs, boot.append(lastTs), state()));
    }

    /** What the next message says of it, once. */
    private @Nullable String state() {
        boolean isBirth = oweBirth;
        oweBirth = false;
        return isBirth ? "online" : null;
    }
}
