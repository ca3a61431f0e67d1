package io.sluice.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.spi.FilterReply;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.errors.NotControllerException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class HealthyStartFilterTest {
    private static final String CONTROLLER = "kafka.server.ControllerApis";

    @Test
    void aBrokerThatAsksAControllerWhichIsNotYetActiveIsNoError() {
        Throwable notYet =
                new CompletionException(new NotControllerException("The active controller appears to be node 1."));
        assertEquals(FilterReply.DENY, decide(CONTROLLER, notYet));
    }

    @Test
    void whatElseTheControllerCannotAnswerIsAnError() {
        assertEquals(
                FilterReply.NEUTRAL, decide(CONTROLLER, new CompletionException(new UnknownServerException("disk"))));
        assertEquals(FilterReply.NEUTRAL, decide(CONTROLLER, null));
        assertEquals(FilterReply.NEUTRAL, decide("io.sluice.Other", new NotControllerException("said elsewhere")));
    }

    private static FilterReply decide(String logger, @Nullable Throwable problem) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        Appender<?> stderr = root.iteratorForAppenders().next();
        LoggingEvent event = new LoggingEvent(
                HealthyStartFilterTest.class.getName(), context.getLogger(logger), Level.ERROR, "m", problem, null);
        return decide(stderr, event);
    }

    @SuppressWarnings("unchecked") // of logback.xml, where all appenders are of logging events
    private static FilterReply decide(Appender<?> appender, LoggingEvent event) {
        return ((Appender<LoggingEvent>) appender).getFilterChainDecision(event);
    }
}
