package io.sluice.bench.mqtt.storm;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sluice.bench.mqtt.ConnectPacket;
import io.sluice.bench.mqtt.Login;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** What the world does to a port that is open. All of it knows the password: who does not gets less far. */
public final class Assaults {
    private static final int SLOW_SECONDS = 5;
    private static final int HALF_A_CONNECT = 9;
    private static final int HOSTILE_A_SECOND = 200;
    private static final Duration MOMENT = Duration.ofSeconds(2);

    private Assaults() {}

    /** @param slow sockets that never finish CONNECT, of which the gateway closes each after five seconds */
    public static List<Assault> all(int slow, Login login) {
        return List.of(slowSockets(slow), connects(slow / SLOW_SECONDS, login), announced(login), hostile(login));
    }

    private static Assault slowSockets(int count) {
        byte[] begun = Arrays.copyOf(ConnectPacket.plain("slow", null), HALF_A_CONNECT);
        // Somewhat more than leave, so that so many stand.
        int perSecond = Math.max(1, count * 5 / (4 * SLOW_SECONDS));
        return new Assault("slow sockets", count, perSecond, Duration.ofMinutes(1), true, n -> begun, null);
    }

    private static Assault connects(int perSecond, Login login) {
        return new Assault(
                "connects",
                Math.max(1, perSecond * 4),
                Math.max(1, perSecond),
                Duration.ofSeconds(3),
                false,
                n -> ConnectPacket.plain("storm-" + n, login),
                null);
    }

    /** A PUBLISH of 256 MB, of which some bytes come: and a CONNECT of as many. */
    private static Assault announced(Login login) {
        ByteBuf begun = Unpooled.buffer().writeByte(0x32);
        ConnectPacket.length(begun, 268_435_455);
        byte[] publish = Arrays.copyOf(begun.array(), 1_024);
        byte[] connect = publish.clone();
        connect[0] = 0x10;
        return new Assault(
                "announced gigabytes",
                HOSTILE_A_SECOND * 3,
                HOSTILE_A_SECOND,
                MOMENT,
                false,
                n -> n % 2 == 0 ? connect : ConnectPacket.plain("huge-" + n, login),
                n -> publish);
    }

    private static Assault hostile(Login login) {
        List<byte[]> payloads = HostilePublishes.all();
        return new Assault(
                "hostile packets",
                HOSTILE_A_SECOND * 3,
                HOSTILE_A_SECOND,
                MOMENT,
                false,
                n -> opening(n, login),
                n -> payloads.get(n / 2 % payloads.size()));
    }

    /** One in four begins with what should not come to a packet. */
    private static byte[] opening(int number, Login login) {
        return switch (number % 8) {
            case 0 -> ConnectPacket.mqtt5(HostilePublishes.propertyFlood(), "flood-" + number, login);
            case 4 -> ConnectPacket.plain("../\0+/#$share/" + "x".repeat(60_000), login);
            default -> ConnectPacket.mqtt5("hostile-" + number, login);
        };
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
