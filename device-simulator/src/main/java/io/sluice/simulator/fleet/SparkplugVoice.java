package io.sluice.simulator.fleet;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.payload.sparkplug.SparkplugRebirth;
import io.sluice.model.payload.sparkplug.SparkplugTopic;
import io.sluice.model.payload.sparkplug.SparkplugTopic.Type;
import io.sluice.simulator.mqtt.Publication;
import io.sluice.simulator.payload.Measurement;
import io.sluice.simulator.payload.SparkplugPayload;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A Sparkplug B edge node, as its specification 3.0 has it, or a node and the one device behind it. Each connection is
 * a session: births first, numbers from 0, and a will that names the session, which is the node's death also where it
 * says goodbye.
 */
final class SparkplugVoice implements DeviceVoice {
    private static final int DISCONNECT_WITH_WILL = 0x04;
    private static final int LAST_NUMBER = 0xff;

    private final DeviceId speaker;
    private final DeviceId node;
    private volatile @Nullable Measurement standing;
    private int birthAndDeath = -1;
    private int seq = -1;

    SparkplugVoice(DeviceId speaker) {
        this.speaker = speaker;
        this.node = SparkplugTopic.nodeOf(speaker);
    }

    static String dataTopic(DeviceId speaker) {
        boolean isNode = speaker.equals(SparkplugTopic.nodeOf(speaker));
        return SparkplugTopic.name(isNode ? Type.NDATA : Type.DDATA, speaker);
    }

    @Override
    public void shows(Measurement measurement) {
        standing = measurement;
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

    @Override
    public List<Publication> greeting() {
        seq = -1;
        Measurement now = Objects.requireNonNull(standing, "a device must show something before it is connected");
        if (speaker.equals(node)) {
            return List.of(birth(Type.NBIRTH, node, SparkplugPayload.nodeBirth(birthAndDeath, now)));
        }
        Measurement nothing = new Measurement(now.tsMillis(), now.epoch(), now.seq(), List.of());
        return List.of(
                birth(Type.NBIRTH, node, SparkplugPayload.nodeBirth(birthAndDeath, nothing)),
                birth(Type.DBIRTH, speaker, SparkplugPayload.deviceBirth(now)));
    }

    private static Publication birth(Type type, DeviceId whose, byte[] payload) {
        return new Publication(SparkplugTopic.name(type, whose), payload).with(0, null);
    }

    @Override
    public List<Publication> reply(byte[] command) {
        return SparkplugRebirth.isAskedBy(command) ? greeting() : List.of();
    }

    @Override
    public int wordingBytes() {
        return SparkplugPayload.NUMBER_BYTES;
    }

    @Override
    public Publication worded(Publication publication) {
        seq = (seq + 1) & LAST_NUMBER;
        return publication.carrying(SparkplugPayload.numbered(publication.payload(), seq));
    }

    @Override
    public int goodbye() {
        return DISCONNECT_WITH_WILL;
    }
}
