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
 * Where the session outlives its connection, exchanges of QoS 2 are in the spool as well, and are restored from there.
 * Thread-safe, since for a moment a client's old and new connection share it.
 */
public final class DeliveryState {
    private final @Nullable String session;

    /** Not one of Netty's int maps: ids that count up lie side by side there, and each removal walks the whole run. */
    private @Nullable Map<Integer, Answer> open;

    /** Of a former life of the gateway. */
    private @Nullable Map<Integer, Exchange> restored;

    /** PUBREL has come and is on its way to the disk. */
    private @Nullable Map<Integer, Exchange> releasing;

    private @Nullable RecentAnswers recent;

    /** Of QoS 2 in MQTT 5, where a refusing PUBREC frees the id: it may have been lost. */
    private @Nullable RecentAnswers refused;

    private final OpenCommands commands = new OpenCommands();

    private boolean takesIdsAgain;
    private boolean isAnsweredInSpool;
    private boolean isEnded;

    /** @param session its name in the spool, null where it ends with its connection */
    public DeliveryState(@Nullable String session) {
        this.session = session;
    }

    OpenCommands commands() {
        return commands;
    }

    /** What a publish of QoS 2 begins in the spool, null where the session ends with its connection. */
    @Nullable
    Exchange exchange(int packetId, long contentHash, byte reason) {
        return session == null ? null : new Exchange(session, 2, packetId, contentHash, reason);
    }

    /**
     * The same for one of QoS 1; null as well where the session was seen to take an id again, as the spool says with
     * the one that did.
     */
    @Nullable
    synchronized Exchange answered(int packetId, long contentHash) {
        if (session == null || takesIdsAgain) {
            return null;
        }
        isAnsweredInSpool = true;
        return new Exchange(session, 1, packetId, contentHash, (byte) 0);
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
        Exchange earlier = restored == null ? null : restored.get(packetId);
        if (earlier != null && earlier.contentHash() == contentHash) {
            return OptionalInt.of(earlier.reason());
        }
        return refused == null ? OptionalInt.empty() : refused.reason(packetId, contentHash);
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
        open.put(answer.packetId, answer);
        takesIdsAgain |= answer.kind == Answer.Kind.PUBACK && recent != null && recent.knows(answer.packetId);
        if (restored != null) {
            restored.remove(answer.packetId);
        }
    }

    public synchronized void restore(Exchange exchange) {
        if (exchange.qos() == 1) {
            isAnsweredInSpool = true;
            addRecent(exchange.packetId(), exchange.contentHash(), exchange.reason());
            return;
        }
        if (restored == null) {
            restored = new HashMap<>();
        }
        restored.put(exchange.packetId(), exchange);
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
        }
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
        Exchange earlier = restored == null ? null : restored.remove(packetId);
        if (earlier != null) {
            return release(earlier);
        }
        return releasing != null && releasing.containsKey(packetId) ? Release.TO_BE_SPOOLED : Release.UNKNOWN;
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
        if (releasing == null) {
            releasing = new HashMap<>();
        }
        releasing.put(exchange.packetId(), exchange);
        return Release.TO_BE_SPOOLED;
    }

    synchronized @Nullable Exchange releasing(int packetId) {
        return releasing == null ? null : releasing.get(packetId);
    }

    /** The release is durable. */
    synchronized void released(int packetId) {
        if (releasing != null) {
            releasing.remove(packetId);
        }
    }

    /** The client was told that its session is gone, and may begin with its packet ids anew. */
    public synchronized void isLost() {
        commands.clear();
        if (open != null) {
            open.values().forEach(Answer::loseSession);
        }
    }

    /** The session is over; answers whether the spool may hold exchanges of it. */
    public synchronized boolean end() {
        isEnded = true;
        return isAnsweredInSpool || hasExchanges();
    }

    public synchronized boolean isEmpty() {
        return recent == null
                && refused == null
                && (open == null || open.isEmpty())
                && commands.isEmpty()
                && !hasExchanges();
    }

    public synchronized boolean hasExchanges() {
        return (restored != null && !restored.isEmpty())
                || (releasing != null && !releasing.isEmpty())
                || (open != null && open.values().stream().anyMatch(answer -> answer.kind == Answer.Kind.PUBREC));
    }
}
