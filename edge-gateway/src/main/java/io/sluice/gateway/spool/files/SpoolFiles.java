package io.sluice.gateway.spool.files;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The spool's folder, owned by one gateway while open. Every operation on names is durable when it returns. */
public interface SpoolFiles extends Closeable {

    List<String> list() throws IOException;

    SegmentFile open(String name) throws IOException;

    /**
     * A file filled with zeros, so that later writes inside it need no space and change no metadata.
     *
     * @param gently in portions, so that no force of another file has to wait for much of it; takes about twice as long
     */
    SegmentFile create(String name, long bytes, boolean gently) throws IOException;

    void rename(String from, String to) throws IOException;

    /** Does nothing where there is no such file. */
    void delete(String name) throws IOException;

    /** The content of a small file, null where it does not exist. */
    byte @Nullable [] read(String name) throws IOException;

    /** Replaces a small file's content: after a crash it is the old or the new one, whole. */
    void replace(String name, byte[] content) throws IOException;
}
