package io.sluice.ingest.screen;

import io.sluice.ingest.row.RowReader;
import io.sluice.ingest.row.RowWriter;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Of a device's last publishes of several messages the content, and which copy of it came first. */
final class RecentPublishes {
    /** As many as a client may have unanswered (Receive Maximum). */
    static final int KEPT = 256;

    private final Map<Long, Long> firstByContent = new LinkedHashMap<>();

    static RecentPublishes readFrom(RowReader in) {
        RecentPublishes recent = new RecentPublishes();
        int kept = in.count();
        for (int i = 0; i < kept; i++) {
            recent.firstByContent.put(in.fixed(), in.fixed());
        }
        return recent;
    }

    void writeTo(RowWriter out) {
        out.unsigned(firstByContent.size());
        firstByContent.forEach((content, first) -> out.fixed(content).fixed(first));
    }

    /**
     * Remembers content that is not known.
     *
     * @param place in its spool, by which a copy is told from a further part of the same publish
     * @return whether another copy of the content came first
     */
    boolean isCopy(long content, long place) {
        Long first = firstByContent.putIfAbsent(content, place);
        if (first != null) {
            return first != place;
        }
        if (firstByContent.size() > KEPT) {
            Iterator<Long> oldest = firstByContent.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return false;
    }
}
