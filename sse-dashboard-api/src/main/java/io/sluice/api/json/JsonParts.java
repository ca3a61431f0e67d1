package io.sluice.api.json;

import java.util.Iterator;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** JSON that is written a piece at a time, when there is room for it. */
@FunctionalInterface
public interface JsonParts {
    /** Writes the next piece; false when it was the last. */
    boolean writeNext(JsonBytes json);

    /**
     * An object whose last member is an array.
     *
     * @param head up to the array, opened
     * @param element writes one of its elements
     */
    static <T> JsonParts endingInArray(
            Consumer<JsonBytes> head, Iterator<? extends T> elements, BiConsumer<JsonBytes, T> element) {
        return new JsonParts() {
            private boolean isBegun;

            @Override
            public boolean writeNext(JsonBytes json) {
                if (!isBegun) {
                    isBegun = true;
                    head.accept(json);
                    return true;
                }
                if (elements.hasNext()) {
                    element.accept(json, elements.next());
                    return true;
                }
                json.endArray().endObject();
                return false;
            }
        };
    }
}
