package io.sluice.launcher;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import org.apache.kafka.common.errors.NotControllerException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one error of Kafka's out of the log: a broker that starts on data it has kept registers with its controller
 * before that one is active, is refused, and asks again. Kafka tells each refusal as an error with its stack trace, and
 * nobody has to act on it.
 */
public final class HealthyStartFilter extends Filter<ILoggingEvent> {
    private static final String CONTROLLER = "kafka.server.ControllerApis";

    @Override
    public FilterReply decide(ILoggingEvent event) {
        return event.getLoggerName().equals(CONTROLLER) && isNotActiveYet(event.getThrowableProxy())
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }

    private static boolean isNotActiveYet(@Nullable IThrowableProxy problem) {
        for (IThrowableProxy cause = problem; cause != null; cause = cause.getCause()) {
            if (cause.getClassName().equals(NotControllerException.class.getName())) {
                return true;
            }
        }
        return false;
    }
}
