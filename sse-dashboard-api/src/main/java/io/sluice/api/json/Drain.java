package io.sluice.api.json;

import java.io.IOException;

/** Sends off what was written so far, where that is enough: to be called now and then, wherever the JSON stands. */
@FunctionalInterface
public interface Drain {
    void run() throws IOException;
}
