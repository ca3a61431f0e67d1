package io.sluice.gateway.mqtt.connect;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_5;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.sluice.gateway.access.Access;
import io.sluice.gateway.access.AccessSettings;
import io.sluice.gateway.access.Denial;
import io.sluice.gateway.access.LimitSettings;
import io.sluice.gateway.access.Limits;
import io.sluice.gateway.access.Verdict;
import io.sluice.gateway.mqtt.Entering;
import io.sluice.gateway.mqtt.FrontFixture;
import io.sluice.gateway.mqtt.listen.Transport;
import io.sluice.kit.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In which order a CONNECT is asked for its proof and given its turn, by a clock that stands. */
class DoorkeeperTest {
    /** Of "password", and cheap. */
    private static final String LINE =
            "pump-7 plant-1/pump-7 $argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4\n";

    private static final int BAN_AFTER = 5;

    @TempDir
    Path folder;

    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final List<Verdict> answers = new CopyOnWriteArrayList<>();
    private Path file;
    private Access access;
    private Limits limits;
    private Doorkeeper doorkeeper;

    @BeforeEach
    void open() throws Exception {
        file = Files.writeString(folder.resolve("passwords"), LINE);
        open(FrontFixture.settings().with(AccessSettings.PASSWORDS, file), false);
    }

    private void open(Settings settings, boolean asksForCertificates) throws Exception {
        access = Access.load(settings, Clock.systemUTC());
        limits =
                new Limits(settings.with(LimitSettings.CONNECTS, 1).with(LimitSettings.BAN_AFTER, BAN_AFTER), () -> 0L);
        limits.switchOn();
        doorkeeper = new Doorkeeper(access, limits, new Admission(), asksForCertificates);
    }

    @AfterEach
    void close() {
        access.close();
        channel.close();
    }

    private void ask(@Nullable String user, @Nullable String password) {
        doorkeeper.ask(
                channel.pipeline().lastContext(),
                Transport.TCP,
                Entering.connect(MQTT_5, "client", user, password),
                answers::add);
    }

    private static Verdict refused(Denial reason) {
        return new Verdict.Refused(reason);
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            nullValues = "none",
            value = {"none, none, NO_CREDENTIALS", "pump-7, wrong, BAD_PASSWORD", "nobody, password, BAD_PASSWORD"})
    void who_cannot_prove_it_takes_no_turn_and_is_banned_in_the_end(
            @Nullable String user, @Nullable String password, Denial reason) {
        failUntilBanned(user, password, reason);
    }

    @Test
    void where_nobody_is_let_in_nobody_takes_a_turn_and_who_insists_is_banned() throws Exception {
        access.close();
        open(FrontFixture.settings(), true);

        failUntilBanned("pump-7", "password", Denial.NO_PROOF_POSSIBLE);
    }

    private void failUntilBanned(@Nullable String user, @Nullable String password, Denial reason) {
        for (int i = 1; i <= BAN_AFTER + 1; i++) {
            int asked = i;
            ask(user, password);
            await().until(() -> answers.size() == asked);
        }
        assertEquals(Collections.nCopies(BAN_AFTER + 1, refused(reason)), answers);
        assertEquals(List.of(0L, 0L), List.of(limits.turnNanos(), limits.turnNanos()), "all turns are left");

        ask("pump-7", "password");
        assertEquals(refused(Denial.BANNED), answers.get(BAN_AFTER + 1));
    }

    @Test
    void who_proves_it_takes_a_turn() {
        limits.turnNanos();
        ask("pump-7", "password");
        await().until(() -> answers.size() == 1);

        assertInstanceOf(Verdict.Granted.class, answers.get(0));
        ask("pump-7", "password");
        ask("pump-7", "password");
        ask("pump-7", "password");
        assertEquals(List.of(answers.get(0), refused(Denial.BUSY)), answers, "two wait for theirs");
    }

    @Test
    void where_there_is_no_turn_no_proof_is_looked_at() {
        await().until(() -> limits.turnNanos() < 0);
        ask("pump-7", "wrong");

        assertEquals(List.of(refused(Denial.BUSY)), answers);
    }

    @Test
    void who_is_revoked_on_the_way_in_is_not_let_in() throws Exception {
        Verdict before = waitForTurnWhile("# nobody\n");

        assertInstanceOf(Verdict.Granted.class, before);
        assertEquals(refused(Denial.BAD_PASSWORD), answers.get(1));
    }

    @Test
    void who_is_given_other_rights_on_the_way_in_has_those() throws Exception {
        waitForTurnWhile(LINE.replace("plant-1/pump-7", "plant-1/pump-70"));

        Verdict.Granted granted = assertInstanceOf(Verdict.Granted.class, answers.get(1));
        assertEquals("[plant-1/pump-70]", granted.speaker().devices().toString());
    }

    /** @return what was answered before the file changed */
    private Verdict waitForTurnWhile(String changed) throws Exception {
        CountDownLatch isChanged = new CountDownLatch(1);
        access.start(revoked -> isChanged.countDown());
        limits.turnNanos();
        ask("pump-7", "password");
        await().until(() -> answers.size() == 1);
        ask("pump-7", "password");
        assertEquals(1, answers.size(), "the second waits for its turn");

        Files.move(Files.writeString(folder.resolve("changed"), changed), file, StandardCopyOption.REPLACE_EXISTING);
        isChanged.await();
        channel.advanceTimeBy(1, TimeUnit.MINUTES);
        channel.runScheduledPendingTasks();
        await().until(() -> answers.size() == 2);
        return answers.get(0);
    }
}
