package io.sluice.launcher.verify;

import io.sluice.launcher.verify.Deeds.Deed;
import io.sluice.simulator.JudgedFleet;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** Does what a plan says when it is due, and undoes what lasts only for a while. */
final class FaultRunner {
    private static final String BROKER = "broker-";

    private final Deque<Fault> due;
    private final List<Fault> lasting = new ArrayList<>();
    private final List<Fault> vain = new ArrayList<>();
    private final Subject subject;
    private final Network network;
    private final JudgedFleet fleet;
    private final PrintWriter out;
    private final Deeds deeds;

    FaultRunner(List<Fault> plan, Subject subject, Network network, JudgedFleet fleet, PrintWriter out) {
        this.due = new ArrayDeque<>(plan);
        this.subject = subject;
        this.network = network;
        this.fleet = fleet;
        this.out = out;
        this.deeds = new Deeds(fleet::takenOver, subject::ends);
    }

    /** To be asked for once all is healed. */
    List<Deed> done() {
        return deeds.list();
    }

    /** What of the plan was not done: its process was dead, or the run had ended by then. */
    List<Fault> notDone() {
        return Stream.concat(vain.stream(), due.stream()).toList();
    }

    void run(Duration now) throws IOException {
        for (Iterator<Fault> all = lasting.iterator(); all.hasNext(); ) {
            Fault fault = all.next();
            if (fault.until().compareTo(now) <= 0) {
                undo(fault);
                all.remove();
            }
        }
        while (!due.isEmpty() && due.element().at().compareTo(now) <= 0) {
            inflict(due.remove());
        }
    }

    private void inflict(Fault fault) throws IOException {
        deeds.begun(fault);
        if (attempt(fault)) {
            say("fault " + fault);
            if (!fault.lasting().isZero()) {
                lasting.add(fault);
            }
        } else {
            deeds.withdrawn(fault);
            end(fault);
            vain.add(fault);
            say("not done " + fault + ": a process that it is for is dead");
        }
    }

    /** Whether it was done, to all that it is for. */
    private boolean attempt(Fault fault) throws IOException {
        switch (fault.kind()) {
            case KILL -> {
                return subject.signal(fault.process(), "KILL");
            }
            case PAUSE -> {
                return subject.signal(fault.process(), "STOP");
            }
            case DISK_FULL -> {
                return subject.fillDisk(fault.process(), true);
            }
            case KAFKA_AWAY -> {
                return signalBrokers("STOP");
            }
            case CLOCK_JUMP -> subject.shiftClock(fault.process(), fault.jump());
            case RESET -> fleet.resetConnections(fault.every());
            case TAKEOVER -> fleet.takeOver(fault.every());
            default -> network.inflict(fault);
        }
        return true;
    }

    private void undo(Fault fault) throws IOException {
        deeds.over(fault);
        end(fault);
    }

    private void end(Fault fault) throws IOException {
        switch (fault.kind()) {
            case PAUSE -> subject.signal(fault.process(), "CONT");
            case DISK_FULL -> subject.fillDisk(fault.process(), false);
            case CLOCK_JUMP -> subject.shiftClock(fault.process(), Duration.ZERO);
            case KAFKA_AWAY -> signalBrokers("CONT");
            default -> network.heal(fault);
        }
    }

    /** Whether each of them lives. */
    private boolean signalBrokers(String signal) throws IOException {
        boolean isDone = true;
        for (String process : subject.targets().processes()) {
            if (process.startsWith(BROKER)) {
                isDone &= subject.signal(process, signal);
            }
        }
        return isDone;
    }

    private void say(String what) {
        out.println(what);
        out.flush();
    }

    /** Whatever still lasts is over. */
    void heal() throws IOException {
        for (Fault fault : lasting) {
            undo(fault);
        }
        lasting.clear();
    }
}
