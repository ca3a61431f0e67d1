package io.sluice.simulator.mqtt;

import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a link has to send and has sent: in which order it goes out, how much of it at once, and when nothing does.
 * Confined to the link's loop.
 */
final class SendQueue {
    /** Why nothing is sent though there is a connection. */
    private enum Pause {
        NONE,
        /** The broker has refused something for now. */
        BACKING_OFF,
        /** The wait is over, and what else was sent before it may still be refused. */
        ANSWERS_DUE
    }

    private final EventExecutor loop;
    private final Backoff backoff;
    private final BiConsumer<Publication, Answer> settled;
    private final Failures failures;
    private final Deque<Publication> waiting = new ArrayDeque<>();
    private final InFlight inFlight = new InFlight();

    /** Of what is to be sent again, that which may have been taken: its connection was lost before the answer. */
    private final Set<Publication> inDoubt = new HashSet<>();

    private @Nullable PacketWriter writer;
    private Pause pause = Pause.NONE;
    private int window;

    /** @param settled gets each publication once, with its last answer */
    SendQueue(EventExecutor loop, Backoff backoff, BiConsumer<Publication, Answer> settled, Failures failures) {
        this.loop = loop;
        this.failures = failures;
        this.backoff = backoff;
        this.settled = settled;
    }

    void add(Publication publication) {
        waiting.add(publication);
        drain();
    }

    /** @param inFlightAtMost how many may be without an answer at once */
    void opened(PacketWriter opened, int inFlightAtMost, boolean sessionPresent) {
        writer = opened;
        window = inFlightAtMost;
        if (sessionPresent && inFlight.all(each -> opened.qos(each) > 0 && opened.fits(each))) {
            inFlight.writeAgain(opened);
        } else {
            putBack();
        }
        endPause();
        drain();
    }

    void closed(boolean hasSession) {
        writer = null;
        inDoubt.addAll(inFlight.awaited());
        if (!hasSession) {
            putBack();
        }
    }

    /** The broker has it at QoS 2. */
    void received(int packetId) {
        inFlight.received(packetId);
    }

    void answered(int packetId, int reasonCode, String said) {
        Answer answer = Answer.of(reasonCode);
        if (answer == Answer.SLOW_DOWN) {
            slowDown(packetId);
            return;
        }
        Publication publication = inFlight.remove(packetId);
        if (publication != null) {
            // Not sooner: a broker that lets in and throws out again is to be left alone as well.
            backoff.reset();
            if (answer == Answer.REFUSED) {
                failures.publish(reasonCode, said);
            }
            boolean wasInDoubt = inDoubt.remove(publication);
            settled.accept(publication, wasInDoubt && answer == Answer.REFUSED ? Answer.REFUSED_AT_LAST : answer);
            endPause();
            drain();
        }
    }

    /**
     * Nothing overtakes a message that is to be sent again: all wait, also for the answers to what is out, since these
     * may ask for the same.
     */
    private void slowDown(int packetId) {
        inFlight.postpone(packetId);
        if (pause != Pause.BACKING_OFF) {
            pause = Pause.BACKING_OFF;
            loop.schedule(this::backedOff, backoff.nextMillis(Setback.LOST), TimeUnit.MILLISECONDS);
        }
    }

    private void backedOff() {
        pause = Pause.ANSWERS_DUE;
        endPause();
    }

    private void endPause() {
        if (pause == Pause.ANSWERS_DUE && !inFlight.isAnswerDue()) {
            pause = Pause.NONE;
            putBack();
            drain();
        }
    }

    /** Sends what may go now: no more than the window has, and than the connection gets rid of. */
    void drain() {
        PacketWriter current = writer;
        if (pause != Pause.NONE || current == null) {
            return;
        }
        boolean wrote = false;
        while (inFlight.size() < window && current.isWritable()) {
            Publication next = waiting.poll();
            if (next == null) {
                break;
            }
            write(current, next);
            wrote = true;
        }
        if (wrote) {
            current.flush();
        }
    }

    private void write(PacketWriter current, Publication next) {
        if (!current.fits(next)) {
            failures.publish(ReasonCodes.PACKET_TOO_LARGE, "not sent: longer than the broker takes");
            settled.accept(next, inDoubt.remove(next) ? Answer.REFUSED_AT_LAST : Answer.REFUSED);
            return;
        }
        int qos = current.qos(next);
        if (qos < next.qos()) {
            failures.lowered(qos);
        }
        if (qos == 0) {
            current.publish(next, 0, false);
            inDoubt.remove(next);
            settled.accept(next, Answer.SENT);
            return;
        }
        current.publish(next, inFlight.add(next), false);
    }

    private void putBack() {
        List<Publication> unanswered = inFlight.takeAll();
        for (int i = unanswered.size() - 1; i >= 0; i--) {
            waiting.addFirst(unanswered.get(i));
        }
    }
}
