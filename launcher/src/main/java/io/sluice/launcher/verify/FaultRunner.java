package io.sluice.launcher.verify;

import io.sluice.simulator.JudgedFleet;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** Does what a plan says when it is due, and undoes what lasts only for a while. */
final class FaultRunner {
    private final Deque<Fault> due;
    private final List<Fault> paused = new ArrayList<>();
    private final Subject subject;
    private final JudgedFleet fleet;
    private final PrintWriter out;
    private int done;

    FaultRunner(List<Fault> plan, Subject subject, JudgedFleet fleet, PrintWriter out) {
        this.due = new ArrayDeque<>(plan);
        this.subject = subject;
        this.fleet = fleet;
        this.out = out;
    }

    int done() {
        return done;
    }

    void run(Duration now) throws IOException {
        resume(now);
        while (!due.isEmpty() && due.element().at().compareTo(now) <= 0) {
            inflict(due.remove());
        }
    }

    private void inflict(Fault fault) throws IOException {
        out.println("fault " + fault);
        out.flush();
        done++;
        switch (fault.kind()) {
            case KILL -> subject.kill(fault.target());
            case PAUSE -> {
                subject.pause(fault.target());
                paused.add(fault);
            }
            case RESET -> fleet.resetConnections(Integer.parseInt(fault.target()));
        }
    }

    private void resume(Duration now) throws IOException {
        for (Iterator<Fault> all = paused.iterator(); all.hasNext(); ) {
            Fault fault = all.next();
            if (fault.at().plus(fault.lasting()).compareTo(now) <= 0) {
                subject.resume(fault.target());
                all.remove();
            }
        }
    }

    /** Whatever is still paused goes on. */
    void heal() throws IOException {
        for (Fault fault : paused) {
            subject.resume(fault.target());
        }
        paused.clear();
    }
}
