package io.sluice.gateway.mqtt;

import io.sluice.gateway.spool.CorruptSpoolException;
import io.sluice.gateway.spool.ManualClock;
import io.sluice.gateway.spool.MemoryFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that go from connection to connection, most of which leave wills, through the lives of a gateway with a
 * small spool: the front's own handlers and the spool itself, in one thread, over a disk that forgets. Each connection
 * has an event loop that runs when chance lets it. Each life but the last ends in a way that chance chooses.
 */
final class SimulatedSessions {
    private static final List<String> SESSIONS = List.of("c0", "c1", "n0");
    private static final int LIVES = 4;

    /** How a life ends. */
    enum End {
        POWER_CUT,
        KILLED,
        FORCE_FAILED,
        STOPPED
    }

    private final Random random;
    private final ManualClock clock = new ManualClock();
    private final WillJudge judge = new WillJudge();
    private final List<SimulatedHeir> connections = new ArrayList<>();
    private final List<End> ends = new ArrayList<>();
    private MemoryFiles files = new MemoryFiles();
    private @Nullable SpooledLife living;
    private int connectionsBefore;
    private long readTo;

    SimulatedSessions(long seed) {
        random = new Random(seed);
    }

    private SpooledLife life() {
        return Objects.requireNonNull(living);
    }

    private void begin() throws IOException {
        living = new SpooledLife(files, clock, random, judge, open -> judge.beginsAnew(open, clock.nanos()));
        connectionsBefore = connections.size();
        judge.check();
    }

    void run() throws IOException {
        begin();
        for (int i = random.nextInt(LIVES); i > 0; i--) {
            End end = End.values()[random.nextInt(End.values().length)];
            ends.add(end);
            plan(end);
            try {
                live(50 + random.nextInt(200), end);
            } catch (MemoryFiles.Crash e) {
                // As planned.
            }
            beginAgain(end);
        }
        plan(End.STOPPED);
        for (int i = random.nextInt(200); i > 0; i--) {
            step();
        }
        settle();
        judge.judge();
    }

    private void plan(End end) {
        files.failForceAfter(Long.MAX_VALUE / 2, random);
        files.crashAfter(Long.MAX_VALUE);
        switch (end) {
            case POWER_CUT, KILLED -> files.crashAfter(random.nextInt(60));
            case FORCE_FAILED -> files.failForceAfter(random.nextInt(25), random);
            case STOPPED -> {}
        }
    }

    private void live(int steps, End end) throws IOException {
        for (int i = 0; i < steps && life().isWell(); i++) {
            step();
        }
        if (end == End.STOPPED && life().isWell()) {
            stop();
        }
    }

    private void step() throws IOException {
        switch (random.nextInt(22)) {
            case 0, 1 -> connect(anySession());
            case 2 -> any().loseSocket(clock.nanos());
            case 3 -> {
                if (random.nextInt(3) == 0) {
                    sayGoodbye(any());
                }
            }
            case 4, 5, 6, 7 -> publish(any());
            case 8, 9, 10, 11, 12 -> any().run(clock.nanos());
            case 13 -> runAll();
            case 14, 15, 16 -> life().write();
            case 17 -> pass(Duration.ofMillis(random.nextInt(60)));
            case 18 -> pass(Duration.ofMillis(random.nextInt(50_000)));
            case 19 -> files.fill(random.nextInt(3) == 0);
            case 20 -> read();
            default -> keep();
        }
        judge.check();
    }

    private String anySession() {
        return SESSIONS.get(random.nextInt(SESSIONS.size()));
    }

    /** One of this life's connections, and rather one of the last. */
    private SimulatedHeir any() {
        int ofThisLife = connections.size() - connectionsBefore;
        if (ofThisLife == 0) {
            return connect(anySession());
        }
        int ago = random.nextInt(random.nextInt(ofThisLife) + 1);
        return connections.get(connections.size() - 1 - ago);
    }

    private SimulatedHeir connect(String session) {
        SimulatedHeir next = new SimulatedHeir(random, connections.size() + 1, session);
        judge.knows(next);
        List<SimulatedHeir> before = ofThisLife().stream()
                .filter(each -> each.session.equals(session))
                .toList();
        if (!before.isEmpty() && random.nextInt(3) == 0) {
            before.get(before.size() - 1).loseSocket(clock.nanos());
        }
        connections.stream().filter(each -> each.session.equals(session)).forEach(each -> each.isBack(next));
        if (!before.isEmpty()) {
            before.get(before.size() - 1).isFollowedBy(next);
        }
        connections.add(next);
        next.connect(life().front());
        next.look(clock.nanos());
        return next;
    }

    private void publish(SimulatedHeir connection) {
        if (connection.isOpen()) {
            connection.publish();
            connection.look(clock.nanos());
        }
    }

    private void sayGoodbye(SimulatedHeir connection) {
        if (connection.isOpen()) {
            connection.sayGoodbye();
            connection.look(clock.nanos());
        }
    }

    private void runAll() {
        ofThisLife().forEach(each -> each.run(clock.nanos()));
    }

    private List<SimulatedHeir> ofThisLife() {
        return connections.subList(connectionsBefore, connections.size());
    }

    private void pass(Duration time) {
        clock.pass(time);
        ofThisLife().forEach(each -> each.pass(time));
        life().front().run(time);
        connections.subList(0, connectionsBefore).forEach(each -> each.isAway(clock.nanos()));
    }

    private void read() throws IOException {
        readTo = life().read(readTo, judge::read);
    }

    private void keep() throws IOException {
        read();
        life().keep();
    }

    private void stop() throws IOException {
        ofThisLife().forEach(each -> each.isSentAway(clock.nanos()));
        connections.forEach(SimulatedHeir::doesNotWait);
        life().front().closeWills();
        judge.check();
        life().stop();
        read();
        life().leave();
    }

    private void beginAgain(End end) throws IOException {
        while (true) {
            if (end == End.POWER_CUT) {
                clock.cutPower();
                files = files.afterCrash(random);
            } else {
                files = files.afterKill(random);
            }
            plan(random.nextInt(4) == 0 ? end : End.STOPPED); // also while it starts
            try {
                begin();
                return;
            } catch (CorruptSpoolException e) {
                throw new AssertionError("a spool must be read again after " + ends + ", was not", e);
            } catch (IOException | MemoryFiles.Crash e) {
                continue; // whoever started it starts it again
            }
        }
    }

    /** Some are back, the others never are; everything is reliable. */
    private void settle() throws IOException {
        files.fill(false);
        List<SimulatedHeir> back = new ArrayList<>();
        for (String session : SESSIONS) {
            if (random.nextBoolean()) {
                back.add(connect(session));
            }
        }
        ofThisLife().stream().filter(each -> !back.contains(each)).forEach(each -> each.loseSocket(clock.nanos()));
        waitFor();
        for (SimulatedHeir connection : back) {
            if (!connection.isServed()) {
                throw new AssertionError("who is back must be served, was not: " + connection);
            }
            connection.publish();
        }
        waitFor();
        back.forEach(judge::mustBeHeard);
        back.forEach(each -> each.loseSocket(clock.nanos()));
        waitFor();
    }

    /** For longer than any delay. */
    private void waitFor() throws IOException {
        for (int i = 0; i < 50; i++) {
            runAll();
            life().write();
            // Who is about to be let in may find no room at first, and is to be done within five seconds.
            pass(Duration.ofSeconds(i < 10 ? 1 : 5));
            keep();
            judge.check();
        }
    }

    int deaths() {
        return judge.deaths();
    }

    @Override
    public String toString() {
        return "lives that ended in " + ends;
    }
}
