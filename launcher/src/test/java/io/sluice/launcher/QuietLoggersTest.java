package io.sluice.launcher;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class QuietLoggersTest {
    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "io.moquette.broker.MQTTConnection",
                "io.netty.channel.DefaultChannelPipeline",
                "org.eclipse.jetty.http.HttpParser",
                "org.eclipse.jetty.util.HostPort"
            })
    void whatAnyoneCanSendAsOftenAsTheyLikeIsNoWarning(String logger) {
        assertFalse(LoggerFactory.getLogger(logger).isWarnEnabled());
        assertTrue(LoggerFactory.getLogger(logger).isErrorEnabled());
    }
}
