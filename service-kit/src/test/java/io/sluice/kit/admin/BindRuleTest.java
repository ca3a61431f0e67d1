package io.sluice.kit.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Settings;
import io.sluice.kit.settings.SettingsException;
import org.junit.jupiter.api.Test;

class BindRuleTest {
    private final Settings loopback = Settings.defaults(CommonSettings.all());
    private final Settings everywhere = loopback.with(CommonSettings.BIND_ADDRESS, "0.0.0.0");

    @Test
    void loopbackNeedsNoAuthentication() throws Exception {
        assertEquals("127.0.0.1", BindRule.check(loopback, false).getHostAddress());
    }

    @Test
    void anyOtherAddressWithoutAuthenticationIsRefusedAndTheMessageSaysHowToConfigureIt() {
        SettingsException thrown = assertThrows(SettingsException.class, () -> BindRule.check(everywhere, false));

        assertTrue(
                String.valueOf(thrown.getMessage())
                        .startsWith("bind.address must be a loopback address while there is no authentication,"
                                + " was 0.0.0.0"),
                thrown.getMessage());
        assertTrue(String.valueOf(thrown.getMessage()).contains("SLUICE_ALLOW_ANONYMOUS=true"), thrown.getMessage());
    }

    @Test
    void allowAnonymousPermitsIt() throws Exception {
        Settings anonymous = everywhere.with(CommonSettings.ALLOW_ANONYMOUS, true);

        assertEquals("0.0.0.0", BindRule.check(anonymous, false).getHostAddress());
    }

    @Test
    void aListenerThatAuthenticatesMayBindAnything() throws Exception {
        assertEquals("0.0.0.0", BindRule.check(everywhere, true).getHostAddress());
    }

    @Test
    void anAddressThatDoesNotResolveIsAFault() {
        Settings nowhere = loopback.with(CommonSettings.BIND_ADDRESS, "no such host");

        assertThrows(SettingsException.class, () -> BindRule.check(nowhere, false));
    }
}
