package io.sluice.simulator.mqtt;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.channel.nio.NioEventLoopGroup;
import io.sluice.simulator.mqtt.HandBroker.Talk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the broker sees of a link that breaks off for good. */
class EndingTest {
    private final NioEventLoopGroup loops = new NioEventLoopGroup(1);
    private final List<Answer> settled = new CopyOnWriteArrayList<>();
    private HandBroker broker;
    private NettyLink link;

    @BeforeEach
    void listen() throws IOException {
        broker = new HandBroker();
        link = new NettyLink(
                loops.next(),
                new LinkOptions(broker.address(), "mortal", 10, 10, 300, Manners.NONE, BrokerAccess.OPEN),
                null,
                new SplittableRandom(7),
                (publication, answer) -> settled.add(answer),
                new Failures());
    }

    @AfterEach
    void stop() throws IOException {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        broker.close();
    }

    /** One message is out and has no answer. */
    private Talk started() throws IOException {
        link.start();
        Talk talk = broker.greeted(false);
        link.publish(new Publication("telemetry/s/d", "a".getBytes(StandardCharsets.UTF_8)).with(2, null));
        talk.heard();
        return talk;
    }

    private void breakOff(Ending how) {
        link.breakOff(how);
        loops.submit(() -> {}).syncUninterruptibly(); // its only loop has done it
    }

    @Test
    void reset() throws IOException {
        Talk talk = started();
        breakOff(Ending.RESET);
        assertEquals("RST", talk.ended());
    }

    @Test
    void silence_though_there_is_something_to_say() throws IOException {
        Talk talk = started();
        breakOff(Ending.SILENCE);
        link.publish(new Publication("telemetry/s/d", new byte[] {'b'}));
        talk.pubrec(1, 0);
        assertEquals("NOTHING", talk.ended());
        assertEquals(List.of(), settled);

        link.close();
        assertEquals("RST", talk.ended(), "nor a goodbye at the end");
    }

    @Test
    void end_of_stream() throws IOException {
        Talk talk = started();
        breakOff(Ending.END_OF_STREAM);
        assertEquals("FIN", talk.ended());
    }

    @Test
    void disconnect_that_asks_for_the_will() throws IOException {
        Talk talk = started();
        breakOff(Ending.DISCONNECT_WITH_WILL);
        assertEquals("DISCONNECT 4", talk.heard());
        assertEquals("NOTHING", talk.ended(), "the broker closes");
    }

    @ParameterizedTest
    @EnumSource(
            value = Ending.class,
            names = {"END_OF_STREAM", "DISCONNECT_WITH_WILL"})
    void what_is_answered_then_is_not_heard_and_nobody_comes_back(Ending how) throws IOException {
        Talk talk = started();
        breakOff(how);
        talk.heard();
        talk.pubrec(1, 0x87);
        talk.close();

        await().until(() -> !link.isConnected());
        assertEquals(List.of(), settled);
        assertEquals(1, link.outstanding());
    }
}
