package io.sluice.bench.gateway;

import io.sluice.bench.Workspace;
import io.sluice.bench.mqtt.Login;
import io.sluice.bench.process.AloneServer;
import io.sluice.bench.process.Certificate;
import io.sluice.bench.process.MosquittoServer;
import io.sluice.bench.process.MqttServer;
import io.sluice.bench.process.WholePathServer;
import io.sluice.bench.server.GatewayAlone.Extent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The servers of one benchmark, all running at once; only one at a time is given something to do. */
final class Contestants implements AutoCloseable {
    /** Who may take part. */
    enum Kind {
        SPOOL,
        BATCH,
        /** The same, but it asks who its clients are, and so limits what they may do. */
        GUARDED,
        WHOLE_PATH,
        MOSQUITTO
    }

    /** Of all that connect to a guarded one, good or bad; the devices are {@code bench/*}. */
    static final Login LOGIN = new Login("bench", "a-password-of-no-secret");

    private final Certificate certificate;
    private final List<MqttServer> servers = new ArrayList<>();

    private Contestants(Certificate certificate) {
        this.certificate = certificate;
    }

    static Contestants start(Workspace workspace, Kind... kinds) throws Exception {
        Contestants contestants =
                new Contestants(Certificate.make(Files.createDirectories(workspace.fresh("certificate"))));
        try {
            for (Kind kind : kinds) {
                contestants.servers.add(contestants.server(kind, workspace.fresh(kind.name())));
            }
            return contestants;
        } catch (Exception e) {
            contestants.close();
            throw e;
        }
    }

    private MqttServer server(Kind kind, Path folder) throws Exception {
        return switch (kind) {
            case SPOOL -> AloneServer.start(Extent.SPOOL, folder, certificate);
            case GUARDED -> AloneServer.guarded(Extent.BATCH, folder, certificate, LOGIN);
            case BATCH -> AloneServer.start(Extent.BATCH, folder, certificate);
            case WHOLE_PATH -> WholePathServer.start(folder, certificate);
            case MOSQUITTO -> MosquittoServer.start(folder, certificate);
        };
    }

    List<MqttServer> servers() {
        return servers;
    }

    Certificate certificate() {
        return certificate;
    }

    @Override
    public void close() {
        servers.forEach(MqttServer::close);
    }
}
