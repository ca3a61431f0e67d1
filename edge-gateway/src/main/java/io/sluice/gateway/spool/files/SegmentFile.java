package io.sluice.gateway.spool.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One open file of the spool. Not thread-safe, except that a reader and the writer hold handles of their own. */
public interface SegmentFile extends Closeable {

    /** Reads until the buffer is full or the file ends. */
    void read(ByteBuffer into, long position) throws IOException;

    /** Writes all that remains in the buffer. */
    void write(ByteBuffer from, long position) throws IOException;

    /** Makes what was written durable. After a failure nothing is known about it: never called again on this file. */
    void force() throws IOException;

    /** Cuts the file, durably. */
    void truncate(long size) throws IOException;

    long size() throws IOException;
}
