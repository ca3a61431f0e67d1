package io.sluice.gateway.spool;

import io.sluice.model.batch.RejectedMessage;
import io.sluice.model.message.DeviceMessage;
import java.util.List;

/** What a frame of the spool holds. */
public sealed interface SpoolRecord {
    int partition();

    /** The record holds this counter and the following {@code count() - 1}. */
    long firstCounter();

    int count();

    long appendedAtMillis();

    /** A publish that was accepted; all messages are of one device. */
    record Messages(int partition, long firstCounter, long appendedAtMillis, List<DeviceMessage> messages)
            implements SpoolRecord {
        @Override
        public int count() {
            return messages.size();
        }
    }

    /** A publish that was refused. */
    record Rejected(int partition, long appendedAtMillis, RejectedMessage message) implements SpoolRecord {
        @Override
        public long firstCounter() {
            return message.counter();
        }

        @Override
        public int count() {
            return 1;
        }
    }
}
