package io.sluice.simulator.fleet;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.payload.sparkplug.SparkplugRebirth;
import io.sluice.model.payload.sparkplug.SparkplugTopic;
import io.sluice.model.payload.sparkplug.SparkplugTopic.Type;
import io.sluice.simulator.mqtt.Publication;
import io.sluice.simulator.payload.Measurement;
import io.sluice.simulator.payload.SparkplugPayload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A Sparkplug B edge node, as its specification 3.0 has it, with the devices behind it where there are any. Each
 * connection is a session: births first, numbers from 0, and a will that names the session, which is the node's death
 * also where it says goodbye.
 */
final class SparkplugVoice implements DeviceVoice {
    private static final int DISCONNECT_WITH_WILL = 0x04;
    private static final int LAST_NUMBER = 0xff;

    private final DeviceId node;
    private final int typeAt;
    private final NavigableMap<DeviceId, Measurement> standing = new ConcurrentSkipListMap<>();

    /** Their deaths have gone out; on a connection that is lost before the answers they have not. */
    private final Set<DeviceId> dying = new HashSet<>();

    private final Set<DeviceId> dead = new HashSet<>();
    private int birthAndDeath = -1;
    private int seq = -1;

    SparkplugVoice(DeviceId node) {
        this.node = node;
        this.typeAt = SparkplugTopic.ROOT.length() + node.site().length() + 2;
    }

    @Override
    public void shows(DeviceId device, Measurement measurement) {
        standing.put(device, measurement);
    }

    @Override
    public Publication will() {
        birthAndDeath = (birthAndDeath + 1) & LAST_NUMBER;
        return new Publication(SparkplugTopic.name(Type.NDEATH, node), SparkplugPayload.nodeDeath(birthAndDeath));
    }

    @Override
    public String commands() {
        return SparkplugTopic.commandTopic(node);
    }

    /** Whose death has no answer yet is born, since what it said before may go out again, and then its death. */
    @Override
    public List<Publication> greeting() {
        dying.clear();
        return births();
    }

    @Override
    public List<Publication> reply(byte[] command) {
        return SparkplugRebirth.isAskedBy(command) ? births() : List.of();
    }

    private List<Publication> births() {
        seq = -1;
        List<Publication> births = new ArrayList<>();
        births.add(birth(Type.NBIRTH, node, SparkplugPayload.nodeBirth(birthAndDeath, ofNode())));
        standing.forEach((device, now) -> {
            if (!device.equals(node) && !dying.contains(device) && !dead.contains(device)) {
                births.add(birth(Type.DBIRTH, device, SparkplugPayload.deviceBirth(now)));
            }
        });
        return births;
    }

    /** Without readings where those behind it have them. */
    private Measurement ofNode() {
        Measurement own = standing.get(node);
        Collection<Measurement> all = standing.values();
        return own != null
                ? own
                : new Measurement(
                        all.stream().mapToLong(Measurement::tsMillis).max().orElseThrow(), "", 0, List.of());
    }

    private static Publication birth(Type type, DeviceId whose, byte[] payload) {
        return new Publication(SparkplugTopic.name(type, whose), payload).with(0, null);
    }

    @Override
    public int wordingBytes() {
        return SparkplugPayload.NUMBER_BYTES;
    }

    @Override
    public Publication worded(Publication publication) {
        if (is(Type.DDEATH, publication)) {
            dying.add(speaker(publication));
        } else if (is(Type.DBIRTH, publication)) {
            dying.remove(speaker(publication));
            dead.remove(speaker(publication));
        }
        seq = (seq + 1) & LAST_NUMBER;
        return publication.carrying(SparkplugPayload.numbered(publication.payload(), seq));
    }

    @Override
    public void settled(Publication publication) {
        if (is(Type.DDEATH, publication) && dying.remove(speaker(publication))) {
            dead.add(speaker(publication));
        }
    }

    private boolean is(Type type, Publication publication) {
        return publication.topic().startsWith(type.name(), typeAt);
    }

    private static DeviceId speaker(Publication publication) {
        return SparkplugTopic.parse(publication.topic()).speaker();
    }

    @Override
    public int goodbye() {
        return DISCONNECT_WITH_WILL;
    }
}
