package io.sluice.gateway.mqtt;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.gateway.access.Access;
import io.sluice.gateway.ledger.LedgerBook;
import io.sluice.gateway.mqtt.listen.ListenerTls;
import io.sluice.gateway.spool.Spool;
import io.sluice.gateway.spool.SpoolClock;
import io.sluice.gateway.spool.SpoolObserver;
import io.sluice.gateway.spool.SpoolOptions;
import io.sluice.gateway.spool.SpoolReader;
import io.sluice.gateway.spool.SpoolRecord;
import io.sluice.gateway.spool.Will;
import io.sluice.gateway.spool.files.DiskFiles;
import io.sluice.kit.health.HealthRegistry;
import io.sluice.kit.settings.Settings;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.payload.PayloadDecoder;
import io.sluice.model.payload.draft.IdentityStamper.Identity;
import io.sluice.model.payload.draft.PayloadLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** The front with a spool on the disk behind it. It can crash: the next one finds the bytes as they were. */
public final class SpooledFront implements AutoCloseable {
    private static final SpoolOptions OPTIONS = new SpoolOptions(2, 4 << 20, 32 << 20, 1 << 20);

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Path folder;
    private final DiskFiles files;
    private final Spool spool;
    private final MqttFront front;

    public SpooledFront(Path folder) throws Exception {
        this(folder, FrontFixture.settings());
    }

    public SpooledFront(Path folder, Settings settings) throws Exception {
        this.folder = folder;
        files = DiskFiles.open(folder);
        spool = Spool.open(
                files, OPTIONS, SpoolObserver.NONE, new LedgerBook(), SpoolClock.of(Clock.systemUTC()), new Random());
        PayloadDecoder decoder = new PayloadDecoder(PayloadLimits.defaults(), device -> new Identity("undecided", 1));
        MqttFront.Locks locks =
                new MqttFront.Locks(ListenerTls.load(settings).orElse(null), Access.load(settings, Clock.systemUTC()));
        front = new MqttFront(settings, locks, spool, decoder, meters, new HealthRegistry());
        spool.start();
        front.start();
    }

    public int port() {
        return front.port();
    }

    /** Without a word to clients or to the spool. */
    public SpooledFront crashInto(Path next) throws Exception {
        Files.createDirectories(next);
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : paths.toList()) {
                Files.copy(path, next.resolve(path.getFileName()));
            }
        }
        close();
        return new SpooledFront(next);
    }

    public List<Will> openWills() {
        return spool.openWills();
    }

    /** What is durable, in order: the temperature of each message, or the reason of each refusal. */
    public List<String> stored() throws IOException {
        List<String> stored = new ArrayList<>();
        try (SpoolReader reader = spool.reader(spool.startMark().position())) {
            for (SpoolRecord record = reader.next(); record != null; record = reader.next()) {
                if (record instanceof SpoolRecord.Messages messages) {
                    for (DeviceMessage message : messages.messages()) {
                        stored.add(Integer.toString((int) message.number(0)));
                    }
                } else if (record instanceof SpoolRecord.Rejected rejected) {
                    stored.add(rejected.message().reason().label());
                }
            }
        }
        return stored;
    }

    @Override
    public void close() throws IOException {
        front.close();
        spool.close();
        files.close();
    }
}
