package io.sluice.gateway.mqtt.gate;

import io.sluice.gateway.spool.DurableLog;
import io.sluice.gateway.spool.Exchange;
import io.sluice.gateway.spool.SpoolEntry;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The publishes of one session that may come again: QoS 1 until and shortly after its PUBACK, QoS 2 until its PUBREL.
 * Where the session outlives its connection, what a next life has to know of them is in the spool as well. Thread-safe,
 * since for a moment a client's old and new connection share it.
 */
public final class DeliveryState {
    /** Publishes of QoS 2 without their PUBREL. MQTT 3.1.1 has no word to ask for fewer than it has packet ids. */
    static final int MAX_UNRELEASED = 4_096;

    private final SpooledExchanges spooled;

    /** Not one of Netty's int maps: ids that count up lie side by side there, and each removal walks the whole run. */
    private @Nullable Map<Integer, Answer> open;

    /** Of those that are open, the ones of QoS 2. */
    private int unreleased;

    private @Nullable RecentAnswers recent;

    /** Of QoS 2 in MQTT 5, where a refusing PUBREC frees the id: it may have been lost. */
    private @Nullable RecentAnswers refused;

    private final OpenCommands commands = new OpenCommands();

    private boolean takesIdsAgain;
    private boolean isEnded;

    /** @param session its name in the spool, null where it ends with its connection */
    public DeliveryState(@Nullable String session) {
        this.spooled = new SpooledExchanges(session);
    }

    OpenCommands commands() {
        return commands;
    }

    /** What a publish of QoS 2 begins in the spool, null where the session ends with its connection. */
    @Nullable
    Exchange exchange(int packetId, long contentHash, byte reason) {
        return spooled.opened(packetId, contentHash, reason);
    }

    /**
     * The same for one of QoS 1; null as well where the session was seen to take an id again, as the spool says with
     * the one that did.
     */
    @Nullable
    synchronized Exchange answered(int packetId, long contentHash) {
        return takesIdsAgain ? null : spooled.answered(packetId, contentHash);
    }

    /**
     * The earlier publish that this one repeats, null where it is a new one. Other content under an id that is still
     * open is new: a client that lost its memory reuses ids, and swallowing its reading would be a loss. So is an equal
     * one without DUP, where the client was told that there is no session any more.
     */
    synchronized @Nullable Answer openRepeat(int packetId, Answer.Kind kind, long contentHash, boolean isDup) {
        Answer earlier = open == null ? null : open.get(packetId);
        return earlier != null
                        && earlier.kind == kind
                        && earlier.contentHash == contentHash
                        && (isDup || !earlier.isOfLostSession())
                ? earlier
                : null;
    }

    /**
     * What a QoS 1 publish was answered of late, or one of QoS 2 in a former life or as a refusal. All of them only
     * come again with DUP. Whether the client has had a PUBACK that went out nobody knows: if so, the id was free, and
     * a publish with DUP may be one that never arrived before. Clients that count their ids up come round to one after
     * thousands; of one that was seen to take an id again the acknowledged ones are forgotten.
     */
    synchronized OptionalInt answeredReason(int packetId, Answer.Kind kind, long contentHash) {
        if (kind == Answer.Kind.PUBACK) {
            return recent == null || takesIdsAgain ? OptionalInt.empty() : recent.reason(packetId, contentHash);
        }
        OptionalInt earlier = spooled.reason(packetId, contentHash);
        return earlier.isPresent() || refused == null ? earlier : refused.reason(packetId, contentHash);
    }

    /**
     * What is taken is open until it is answered. An ended session begins nothing more in the log, since that would
     * stand behind its end; the message itself is welcome.
     */
    synchronized boolean append(DurableLog log, SpoolEntry entry, Answer answer) {
        if (!log.tryAppend(isEnded ? entry.opensNothing() : entry, answer)) {
            return false;
        }
        if (answer.kind == Answer.Kind.PUBACK || answer.kind == Answer.Kind.PUBREC) {
            open(answer);
        }
        return true;
    }

    private void open(Answer answer) {
        if (open == null) {
            open = new HashMap<>();
        }
        Answer replaced = open.put(answer.packetId, answer);
        unreleased += answer.kind == Answer.Kind.PUBREC ? 1 : 0;
        unreleased -= replaced != null && replaced.kind == Answer.Kind.PUBREC ? 1 : 0;
        takesIdsAgain |= answer.kind == Answer.Kind.PUBACK && recent != null && recent.knows(answer.packetId);
        spooled.takeRestored(answer.packetId);
    }

    public synchronized void restore(Exchange exchange) {
        if (exchange.qos() == 1) {
            spooled.answeredBefore();
            addRecent(exchange.packetId(), exchange.contentHash(), exchange.reason());
        } else {
            spooled.restore(exchange);
        }
    }

    /** PUBACK goes out, if only for a copy of the publish: the id is free. */
    synchronized void acknowledged(Answer answer) {
        if (open == null) {
            return;
        }
        Answer held = open.get(answer.packetId);
        if (held == null || held.kind != answer.kind || held.contentHash != answer.contentHash || !held.isDurable()) {
            return;
        }
        open.remove(answer.packetId);
        addRecent(held.packetId, held.contentHash, held.reason());
    }

    private void addRecent(int packetId, long contentHash, byte reason) {
        if (recent == null) {
            recent = new RecentAnswers();
        }
        recent.add(packetId, contentHash, reason);
    }

    private void close(Answer answer) {
        if (open != null && open.get(answer.packetId) == answer) {
            open.remove(answer.packetId);
            unreleased -= answer.kind == Answer.Kind.PUBREC ? 1 : 0;
        }
    }

    /** Whether its client has to release some before it begins another one of QoS 2. */
    synchronized boolean isFull() {
        return unreleased >= MAX_UNRELEASED;
    }

    /** A publish of QoS 2 is over with its PUBREC. */
    synchronized void refused(Answer answer) {
        close(answer);
        if (refused == null) {
            refused = new RecentAnswers();
        }
        refused.add(answer.packetId, answer.contentHash, answer.reason());
    }

    /** What a PUBREL finds. */
    enum Release {
        /** Nothing is open under the id, any more or ever. */
        UNKNOWN,
        /** Its PUBREC has not been said. */
        TOO_EARLY,
        /** The id is free at once. */
        DONE,
        /** {@link #releasing} has to be made durable first. */
        TO_BE_SPOOLED
    }

    /** PUBREL has come: from now on an equal publish under the id is a new one. */
    synchronized Release release(int packetId) {
        Answer answer = open == null ? null : open.get(packetId);
        if (answer != null && answer.kind == Answer.Kind.PUBREC) {
            return release(answer);
        }
        Exchange earlier = spooled.takeRestored(packetId);
        if (earlier != null) {
            return release(earlier);
        }
        return spooled.releasing(packetId) == null ? Release.UNKNOWN : Release.TO_BE_SPOOLED;
    }

    private Release release(Answer answer) {
        if (!answer.isDurable()) {
            return Release.TOO_EARLY;
        }
        close(answer);
        Exchange exchange = exchange(answer.packetId, answer.contentHash, answer.reason());
        return exchange == null ? Release.DONE : release(exchange);
    }

    private Release release(Exchange exchange) {
        spooled.beginRelease(exchange);
        return Release.TO_BE_SPOOLED;
    }

    synchronized @Nullable Exchange releasing(int packetId) {
        return spooled.releasing(packetId);
    }

    /** The release is durable. */
    synchronized void released(int packetId) {
        spooled.released(packetId);
    }

    /** The client was told that its session is gone, and may begin with its packet ids anew. */
    public synchronized void isLost() {
        commands.clear();
        if (open != null) {
            open.values().forEach(Answer::loseSession);
        }
    }

    /** The session is over; answers whether the spool may hold something of it. */
    public synchronized boolean end() {
        isEnded = true;
        return isInSpool();
    }

    /** Whether the spool may hold something of the session. */
    public synchronized boolean isInSpool() {
        return spooled.hasAnswered() || hasExchanges();
    }

    public synchronized boolean isEmpty() {
        return recent == null
                && refused == null
                && (open == null || open.isEmpty())
                && commands.isEmpty()
                && !hasExchanges();
    }

    public synchronized boolean hasExchanges() {
        return spooled.isAnyOpen() || unreleased > 0;
    }
}
