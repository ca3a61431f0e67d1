package io.sluice.simulator.oracle;

import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A history has holes, since its file could not be written. The message names file and cause. */
public final class HistoryException extends UncheckedIOException {
    @Serial
    private static final long serialVersionUID = 1L;

    HistoryException(Path path, IOException cause) {
        super("the history must be written to " + path + ", could not be: " + cause.getMessage(), cause);
    }
}
