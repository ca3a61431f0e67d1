package io.sluice.api.hub;

import java.nio.ByteBuffer;

/** Where the bytes of one viewer go. One write at a time; the next one follows the completion of the one before. */
public interface Outlet {
    /**
     * Never blocks; may complete before it returns.
     *
     * @param bytes this write's own view of a buffer that others share
     * @param isLast ends the answer
     */
    void write(ByteBuffer bytes, boolean isLast, Completion completion);

    /** Gives the connection up, also in the middle of a write. */
    void abort(String reason);

    /** How a write ended. */
    interface Completion {
        void done();

        void failed(Throwable cause);
    }
}
