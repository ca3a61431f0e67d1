package io.sluice.model.batch;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.identity.IdAlphabet;
import io.sluice.model.message.DeviceMessage;

/** What a batch's parts must be, for bytes that anyone may have written. */
final class Checks {
    private Checks() {}

    static DeviceId device(String site, String device) {
        return DeviceId.tryOf(site, device)
                .orElseThrow(() -> new CorruptBatchException("device must be a valid id, was another text"));
    }

    static String epoch(String epoch) {
        if (!IdAlphabet.isEpoch(epoch)) {
            throw new CorruptBatchException("epoch must be 1 to 32 characters of the id alphabet, was another text");
        }
        return epoch;
    }

    static long seq(long seq) {
        if (seq < 1 || seq > DeviceMessage.MAX_SEQ) {
            throw new CorruptBatchException("seq must be 1 to 2^53 - 1, was " + seq);
        }
        return seq;
    }

    static long counter(long counter) {
        if (counter < 0) {
            throw new CorruptBatchException("counter must be >= 0, was " + counter);
        }
        return counter;
    }

    static void count(String part, long actual, long expected) {
        if (actual != expected) {
            throw new CorruptBatchException(part + " must have " + expected + " entries, had " + actual);
        }
    }
}
