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

    /** Whether Kafka gets it: what is about a session stays here. */
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
            @Nullable Exchange opens)
            implements SpoolRecord {
        Messages(int partition, long firstCounter, long appendedAtMillis, List<DeviceMessage> messages) {
            this(partition, firstCounter, appendedAtMillis, messages, null);
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
            @Nullable Exchange opens) implements SpoolRecord {
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
    record Death(int partition, long firstCounter, long appendedAtMillis, DeviceId device) implements SpoolRecord {
        @Override
        public int count() {
            return 0;
        }
    }

    /** An exchange of QoS 2 that its PUBREL ended. */
    record Released(long appendedAtMillis, Exchange exchange) implements SpoolRecord {
        @Override
        public int partition() {
            return 0;
        }

        @Override
        public long firstCounter() {
            return 0;
        }

        @Override
        public int count() {
            return 0;
        }

        @Override
        public boolean isForKafka() {
            return false;
        }
    }

    /** A session that its client began anew. */
    record SessionEnded(long appendedAtMillis, String session) implements SpoolRecord {
        @Override
        public int partition() {
            return 0;
        }

        @Override
        public long firstCounter() {
            return 0;
        }

        @Override
        public int count() {
            return 0;
        }

        @Override
        public boolean isForKafka() {
            return false;
        }
    }
}
