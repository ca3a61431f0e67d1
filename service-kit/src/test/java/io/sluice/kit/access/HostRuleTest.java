package io.sluice.kit.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostRuleTest {
    private static final String MUST = "Host must be localhost, *.localhost, a loopback address or bind.address"
            + " while http.token-file is not set, was ";
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final HostRule rule = HostRule.of(bound("127.0.0.1", LOOPBACK), HttpGuard.OPEN);

    /** Resolves nothing. */
    private static InetSocketAddress bound(String name, byte[] address) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(name, address), 8_080);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:8080",
                "LocalHost:8080",
                "localhost:",
                "sluice.localhost",
                "a.my_page.localhost:8080",
                "127.0.0.1",
                "127.0.0.1:8080",
                "127.4.5.6",
                "[::1]",
                "[::1]:8080"
            })
    void names_of_loopback_are_answered(String host) {
        assertEquals(Optional.empty(), rule.fault(host));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "localhost.evil.example",
                "evillocalhost",
                ".localhost",
                "evil.example:80.localhost",
                "localhost:8080.evil.example",
                "evil.example@localhost",
                "localhost@evil.example",
                "127.0.0.1.evil.example",
                "127.evil.example",
                "127x0x0x1",
                "1127.0.0.1",
                "128.0.0.1",
                "192.168.0.7:8080",
                "0.0.0.0",
                "[::2]",
                "::1",
                " localhost"
            })
    void any_other_name_is_refused_and_shown(String host) {
        assertEquals(Optional.of(MUST + host), rule.fault(host));
    }

    @Test
    void what_is_shown_is_short_and_printable() {
        assertEquals(Optional.of(MUST + "empty"), rule.fault(""));
        assertEquals(Optional.of(MUST + "localhost?evil?"), rule.fault("localhost\nevil\u0085"));
        assertEquals(Optional.of(MUST + "e".repeat(100) + "…"), rule.fault("e".repeat(101)));
    }

    @Test
    void who_sends_no_host_is_answered() {
        assertEquals(Optional.empty(), rule.fault(null));
    }

    @Test
    void the_name_of_the_bind_address_is_answered_as_it_is_written() {
        HostRule named = HostRule.of(bound("pump.house", LOOPBACK), HttpGuard.OPEN);

        assertEquals(Optional.empty(), named.fault("Pump.House:8080"));
        assertEquals(Optional.of(MUST + "pumpxhouse"), named.fault("pumpxhouse"));
        assertEquals(Optional.of(MUST + "pump.house"), rule.fault("pump.house"));
    }

    @Test
    void beyond_loopback_any_name_is_answered() {
        HostRule open = HostRule.of(bound("0.0.0.0", new byte[4]), HttpGuard.OPEN);

        assertEquals(Optional.empty(), open.fault("sluice.example"));
    }

    @Test
    void who_is_asked_for_a_token_may_use_any_name(@TempDir Path folder) throws Exception {
        Path tokens = Files.writeString(folder.resolve("tokens"), "0123456789abcdef0123\n");
        Settings settings = Settings.defaults(CommonSettings.all()).with(CommonSettings.HTTP_TOKEN_FILE, tokens);
        HostRule guarded = HostRule.of(bound("127.0.0.1", LOOPBACK), HttpGuard.from(settings));

        assertEquals(Optional.empty(), guarded.fault("sluice.example"));
    }
}
