package io.sluice.gateway.mqtt;

import io.sluice.gateway.mqtt.SimulatedHeir.Fate;
import io.sluice.gateway.spool.SpoolEntry;
import io.sluice.gateway.spool.SpoolRecord;
import io.sluice.gateway.spool.Will;
import io.sluice.model.message.DeviceMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Holds what the gateway says in its spool, and what is read from there, against what must become of each will: due, it
 * is said, once, and kept for the next life until it is; called off, it is not; and never behind what the session's
 * next connection has said.
 */
final class WillJudge implements WatchedLog.Watcher {
    private final TreeMap<Integer, SimulatedHeir> connections = new TreeMap<>();
    private final Map<Long, SimulatedHeir> owners = new HashMap<>();
    private final Set<Long> kept = new HashSet<>();
    private final Set<Long> ending = new HashSet<>();
    private final Set<Long> ended = new HashSet<>();
    private final List<SimulatedHeir> speaking = new ArrayList<>();
    private final List<SimulatedHeir> survived = new ArrayList<>();
    private final Map<String, Integer> bornBehind = new HashMap<>();
    private final Set<Integer> hasLeft = new HashSet<>();
    private final Set<Integer> heard = new HashSet<>();
    private final Map<String, Integer> lastHeard = new HashMap<>();
    private final Map<Integer, Integer> said = new HashMap<>();
    private final Set<Integer> dead = new HashSet<>();

    void knows(SimulatedHeir next) {
        connections.put(next.number, next);
    }

    private SimulatedHeir connection(int number) {
        return Objects.requireNonNull(connections.get(number));
    }

    @Override
    public void offered(Will will) {
        if (owners.containsKey(will.id())) {
            return; // it has waited for room
        }
        SimulatedHeir owner = connections.descendingMap().values().stream()
                .filter(each -> each.hasLeft(will) && !owners.containsValue(each))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody has left " + will));
        owners.put(will.id(), owner);
    }

    @Override
    public void taken(SpoolEntry entry) {
        if (entry.will() != 0 && !(entry instanceof SpoolEntry.WillEnded)) {
            speaking.add(owner(entry.will()));
        }
        if (entry instanceof SpoolEntry.WillEnded off) {
            ending.add(off.will());
        } else if (entry instanceof SpoolEntry.Death death) {
            ending.add(death.will());
            dies(death.device().device());
        } else if (entry instanceof SpoolEntry.Messages messages) {
            isBorn(messages.messages().get(0));
        }
    }

    private void dies(String device) {
        if (SimulatedSpeech.isBehind(device)) {
            bornBehind.remove(SimulatedSpeech.nodeOf(device));
        }
    }

    /** A node's birth, also one that comes late, has ended those of the devices behind it. */
    private void isBorn(DeviceMessage message) {
        String device = message.device().device();
        String node = SimulatedSpeech.nodeOf(device);
        int connection = SimulatedSpeech.connectionOf(message.number(0));
        int before = bornBehind.getOrDefault(node, connection);
        if (before < connection) {
            whoIsBehindMustHaveDiedWith(before);
        }
        if (SimulatedSpeech.isBehind(device)) {
            bornBehind.put(node, connection);
        } else if (before != connection) {
            bornBehind.remove(node);
        }
    }

    private void whoIsBehindMustHaveDiedWith(int connection) {
        SimulatedHeir node = connection(connection);
        if (node.fate == Fate.DUE) {
            survived.add(node);
        }
    }

    private SimulatedHeir owner(long will) {
        SimulatedHeir owner = owners.get(will);
        if (owner == null) {
            throw new AssertionError("nobody has left will " + will);
        }
        return owner;
    }

    @Override
    public void durable(SpoolEntry entry) {
        if (entry instanceof SpoolEntry.WillLeft left) {
            kept.add(left.left().id());
            hasLeft.add(owner(left.left().id()).number);
        } else if (entry instanceof SpoolEntry.WillEnded off) {
            ended.add(off.will());
        } else if (entry instanceof SpoolEntry.Death death) {
            ended.add(death.will());
        } else if (entry instanceof SpoolEntry.Messages messages && messages.will() == 0) {
            mustHaveLeftItsWill(connection(
                    SimulatedSpeech.connectionOf(messages.messages().get(0).number(0))));
        }
    }

    /** Whose message is acknowledged may rely on it. */
    private void mustHaveLeftItsWill(SimulatedHeir speaker) {
        if (speaker.hasWill && !hasLeft.contains(speaker.number)) {
            throw new AssertionError("a will must be durable before what its client says, was not: " + speaker);
        }
    }

    /** Between two steps: of whom a will has been said by now, it had to be. */
    void check() {
        speaking.stream().filter(each -> each.fate != Fate.DUE).findFirst().ifPresent(each -> {
            throw new AssertionError("a will must be said when it is due, was before or is off: " + each);
        });
        speaking.clear();
        if (!survived.isEmpty()) {
            throw new AssertionError("who is behind a node must die with it, did not with " + survived);
        }
    }

    /** The gateway begins its next life, and what only the last one knew is nobody's duty. */
    void beginsAnew(List<Will> found, long nowNanos) {
        speaking.clear();
        bornBehind.clear();
        Set<Long> foundIds = found.stream().map(Will::id).collect(Collectors.toSet());
        owners.forEach((id, owner) -> {
            if (kept.contains(id) && !ending.contains(id) && !foundIds.contains(id)) {
                throw new AssertionError("a will that was left must be found again, was not: " + owner);
            }
            if (ended.contains(id) && foundIds.contains(id)) {
                throw new AssertionError("a will that has ended must not be found again, was: " + owner);
            }
            if (owner.fate != Fate.DUE || !ended.contains(id)) {
                owner.fate = Fate.OFF;
            }
        });
        Map<String, SimulatedHeir> away = new HashMap<>();
        for (Will will : found) {
            SimulatedHeir owner = owner(will.id());
            owner.isRestored(will.isSaid(), nowNanos);
            SimulatedHeir before = will.isSaid() ? null : away.put(owner.session, owner);
            if (before != null) {
                before.fate = Fate.OFF; // its client was back in a connection that has left another
            }
        }
    }

    /** What is durable, in order. */
    void read(SpoolRecord record) {
        if (record instanceof SpoolRecord.Messages messages && messages.will() == 0) {
            heard(SimulatedSpeech.connectionOf(messages.messages().get(0).number(0)));
        } else if (record instanceof SpoolRecord.Messages messages) {
            said(owner(messages.will()));
        } else if (record instanceof SpoolRecord.Rejected rejected) {
            said(owner(rejected.will()));
        } else if (record instanceof SpoolRecord.Death death && death.will() != 0) {
            died(owner(death.will()));
        }
    }

    private void heard(int connection) {
        heard.add(connection);
        SimulatedHeir speaker = connection(connection);
        if (said.containsKey(connection) || dead.contains(connection)) {
            throw new AssertionError("who is dead must be silent, was not: " + speaker);
        }
        lastHeard.merge(speaker.session, connection, Math::max);
    }

    private void said(SimulatedHeir by) {
        mustBeBeforeTheNext(by);
        if (said.merge(by.number, 1, Integer::sum) > 1) {
            throw new AssertionError("a will must be said once, was twice: " + by);
        }
    }

    private void died(SimulatedHeir one) {
        mustBeBeforeTheNext(one);
        if (one.hasSomethingToSay() && !said.containsKey(one.number)) {
            throw new AssertionError("a will must be said before the death, was not: " + one);
        }
        dead.add(one.number);
    }

    private void mustBeBeforeTheNext(SimulatedHeir one) {
        int last = lastHeard.getOrDefault(one.session, 0);
        if (last > one.number) {
            throw new AssertionError("a device must not be dead after its return, was in spite of %s by %s"
                    .formatted(connection(last), one));
        }
    }

    void mustBeHeard(SimulatedHeir one) {
        if (!heard.contains(one.number)) {
            throw new AssertionError("what the last connection says must be stored, was not: " + one);
        }
    }

    /** At the end, when there was time and room for everything. */
    void judge() {
        for (SimulatedHeir each : connections.values()) {
            if (each.fate == Fate.DUE && !dead.contains(each.number)) {
                throw new AssertionError("a will that is due must be said, was not: " + each);
            }
        }
        bornBehind.values().forEach(this::whoIsBehindMustHaveDiedWith);
        check();
    }

    /** How many wills led to a death. */
    int deaths() {
        return dead.size();
    }
}
