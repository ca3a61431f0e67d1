package io.sluice.model.payload.draft;

import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.RejectionException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages of formats whose values have a time each: one message a time, in the order in which the times first came.
 */
public final class DraftsByTime {
    private final ReadScope scope;
    private final Map<Long, Draft> drafts = new LinkedHashMap<>();
    private @Nullable Draft now;

    public DraftsByTime(ReadScope scope) {
        this.scope = scope;
    }

    /** The message that gets its time from the gateway. */
    public Draft now() {
        Draft draft = now;
        if (draft == null) {
            draft = scope.newDraft();
            now = draft;
        }
        return draft;
    }

    /**
     * @param shown what was sent, for the message
     * @throws RejectionException TS_OUT_OF_BOUNDS
     */
    public Draft at(long tsMillis, String shown) {
        Draft draft = drafts.get(tsMillis);
        if (draft == null) {
            draft = scope.newDraft();
            draft.ts(scope.checkedTs(tsMillis, shown));
            drafts.put(tsMillis, draft);
        }
        return draft;
    }

    /** @throws RejectionException NO_VALUES */
    public List<Draft> all() {
        List<Draft> all = new ArrayList<>(drafts.values());
        if (now != null) {
            all.add(now);
        }
        if (all.isEmpty()) {
            throw new RejectionException(RejectReason.NO_VALUES, "payload must hold at least one value, held none");
        }
        return all;
    }
}
