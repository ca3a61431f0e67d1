package io.sluice.simulator.mqtt;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.nio.NioEventLoopGroup;
import io.sluice.simulator.mqtt.HandBroker.Talk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a device says because of its connection, packet by packet. */
class MannersTest {
    private static final int WITH_WILL = 4;

    private final NioEventLoopGroup loops = new NioEventLoopGroup(1);
    private final PublishTally tally = new PublishTally();
    private HandBroker broker;
    private NettyLink link;

    /** Counts its connections, and words what it says by that number. */
    private static final class Polite implements Manners {
        private int connections;

        @Override
        public Publication will() {
            connections++;
            return publication(1, "gone");
        }

        @Override
        public String commands() {
            return "commands/#";
        }

        @Override
        public List<Publication> greeting() {
            return List.of(publication(0, "hello"));
        }

        @Override
        public List<Publication> reply(byte[] command) {
            return List.of(publication(0, "yes to " + new String(command, StandardCharsets.UTF_8)));
        }

        @Override
        public Publication worded(Publication publication) {
            String plain = new String(publication.payload(), StandardCharsets.UTF_8);
            return publication.carrying((plain + " in " + connections).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public int goodbye() {
            return WITH_WILL;
        }
    }

    private static Publication publication(int qos, String payload) {
        return new Publication("telemetry/s/d", payload.getBytes(StandardCharsets.UTF_8)).with(qos, null);
    }

    @BeforeEach
    void start() throws IOException {
        broker = new HandBroker();
        LinkOptions options =
                new LinkOptions(broker.address(), "device-1", 16, 100, 0, new Polite(), BrokerAccess.OPEN);
        link = new NettyLink(loops.next(), options, null, new SplittableRandom(7), tally, new Failures());
        link.start();
    }

    @AfterEach
    void stop() throws IOException {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        broker.close();
    }

    @Test
    void eachConnectionBeginsWithTheGreetingAndWhatGoesAgainIsWordedAnew() throws IOException {
        assertTrue(link.publish(publication(1, "a")));
        for (int connection = 1; connection <= 2; connection++) {
            Talk talk = broker.greeted(false);
            assertEquals("gone", new String(talk.connect().payload().willMessageInBytes(), StandardCharsets.UTF_8));
            assertEquals("SUBSCRIBE 65535", talk.heard());
            assertEquals("PUBLISH -1 qos 0 \"hello in " + connection + "\"", talk.heard());
            assertEquals("PUBLISH " + connection + " qos 1 \"a in " + connection + "\"", talk.heard());
            talk.cut();
        }
    }

    @Test
    void aCommandIsAcknowledgedWhereItAsksForThatAndRepliedTo() throws IOException {
        Talk talk = broker.greeted(false);
        talk.heard();
        talk.heard();

        talk.command(0, "this");
        assertEquals("PUBLISH -1 qos 0 \"yes to this in 1\"", talk.heard());
        talk.command(1, "that");
        assertEquals("PUBACK 7", talk.heard());
        assertEquals("PUBLISH -1 qos 0 \"yes to that in 1\"", talk.heard());
    }

    @Test
    void whatNobodyGaveItToPublishIsCountedAsSent() throws IOException {
        Talk talk = broker.greeted(false);
        talk.heard();
        talk.heard();

        await().untilAsserted(() -> assertEquals(new PublishCounts(1, 0, 0, 1), tally.counts()));
    }

    @Test
    void itsGoodbyeHasItsOwnReason() throws IOException {
        Talk talk = broker.greeted(false);
        talk.heard();
        talk.heard();
        link.close();

        assertEquals("DISCONNECT " + WITH_WILL, talk.heard());
    }
}
