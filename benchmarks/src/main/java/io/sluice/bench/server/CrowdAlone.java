package io.sluice.bench.server;

import io.sluice.bench.mqtt.Login;
import io.sluice.bench.mqtt.storm.Assault;
import io.sluice.bench.mqtt.storm.Assaults;
import io.sluice.bench.mqtt.storm.Herd;
import io.sluice.bench.mqtt.storm.Swarm;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Those whom good devices should not notice, in a JVM of their own: what it stops for must not stop who measures. */
public final class CrowdAlone {
    private final int port;
    private final Herd herd;
    private final List<Assault> assaults;
    private @Nullable Swarm swarm;

    private CrowdAlone(int port, int size, Login login) {
        this.port = port;
        this.herd = new Herd(port, size, login);
        this.assaults = Assaults.all(size, login);
    }

    /** @param args port, size of the herd and of the slowest assault, user, password */
    public static void main(String[] args) throws Exception {
        CrowdAlone crowd =
                new CrowdAlone(Integer.parseInt(args[0]), Integer.parseInt(args[1]), new Login(args[2], args[3]));
        System.out.println("ready");
        Parent.serve(crowd::answer);
        System.exit(0);
    }

    private String answer(String question) {
        return switch (question) {
            case "gather" -> done(herd::start);
            case "cut off" -> done(herd::cutOff);
            case "herd" -> herd.figures().line();
            case "swarm" -> swarm == null ? "" : swarm.figures().line();
            case "end" -> done(this::end);
            default -> done(() -> begin(question));
        };
    }

    private static String done(Runnable task) {
        task.run();
        return "done";
    }

    private void begin(String assault) {
        Assault wanted = assaults.stream()
                .filter(one -> one.name().equals(assault))
                .findAny()
                .orElseThrow();
        Swarm begun = new Swarm(wanted, port);
        swarm = begun;
        begun.start();
    }

    private void end() {
        if (swarm != null) {
            swarm.close();
            swarm = null;
        }
    }
}
