package io.sluice.gateway.spool;

import io.sluice.model.batch.RejectedMessage;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a frame of the spool holds. */
public sealed interface SpoolRecord {
    int partition();

    /** The record holds this counter and the following {@code count() - 1}. */
    long firstCounter();

    int count();

    /** Whether Kafka gets it. */
    default boolean isForKafka() {
        return true;
    }

    long appendedAtMillis();

    /** A publish that was accepted; all messages are of one device. */
    record Messages(
            int partition,
            long firstCounter,
            long appendedAtMillis,
            List<DeviceMessage> messages,
            @Nullable Exchange opens,
            long will)
            implements SpoolRecord {
        Messages(int partition, long firstCounter, long appendedAtMillis, List<DeviceMessage> messages) {
            this(partition, firstCounter, appendedAtMillis, messages, null, 0);
        }

        @Override
        public int count() {
            return messages.size();
        }
    }

    /** A publish that was refused. */
    record Rejected(
            int partition,
            long appendedAtMillis,
            RejectedMessage message,
            @Nullable Exchange opens,
            long will) implements SpoolRecord {
        @Override
        public long firstCounter() {
            return message.counter();
        }

        @Override
        public int count() {
            return 1;
        }
    }

    /** A device whose client was lost. Its counter is the next message's: it takes none itself. */
    record Death(int partition, long firstCounter, long appendedAtMillis, DeviceId device, long will)
            implements SpoolRecord {
        @Override
        public int count() {
            return 0;
        }
    }

    /** What is about a session or a will, and stays in the spool. */
    sealed interface Note extends SpoolRecord {
        @Override
        default int partition() {
            return 0;
        }

        @Override
        default long firstCounter() {
            return 0;
        }

        @Override
        default int count() {
            return 0;
        }

        @Override
        default boolean isForKafka() {
            return false;
        }
    }

    /** An exchange of QoS 2 that its PUBREL ended. */
    record Released(long appendedAtMillis, Exchange exchange) implements Note {}

    /** A session that its client began anew. */
    record SessionEnded(long appendedAtMillis, String session) implements Note {}

    /** A will that a client has left. */
    record WillLeft(long appendedAtMillis, Will left) implements Note {}

    /** A will that is not to be said any more. */
    record WillEnded(long appendedAtMillis, long will) implements Note {}
}
