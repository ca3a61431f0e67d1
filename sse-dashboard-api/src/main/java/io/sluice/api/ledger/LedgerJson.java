package io.sluice.api.ledger;

import io.sluice.api.json.JsonBytes;
import io.sluice.api.json.JsonParts;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** The ledger as the contract writes it. */
public final class LedgerJson {
    private LedgerJson() {}

    public static void write(JsonBytes json, LedgerTotals totals) {
        json.beginObject();
        writeAll(json, totals);
        json.endObject();
    }

    /** As {@link #write}, with a row a device and epoch. */
    public static JsonParts byDevice(LedgerTotals totals, List<LedgerRow> rows) {
        return JsonParts.endingInArray(json -> open(json, totals, "devices"), rows.iterator(), LedgerJson::writeRow);
    }

    /** As {@link #write}, with a row a site. */
    public static JsonParts bySite(LedgerTotals totals, SortedMap<String, LedgerTotals> sites) {
        return JsonParts.<Map.Entry<String, LedgerTotals>>endingInArray(
                json -> open(json, totals, "sites"), sites.entrySet().iterator(), (json, site) -> {
                    json.beginObject();
                    json.name("site").value(site.getKey());
                    writeAll(json, site.getValue());
                    json.endObject();
                });
    }

    private static void open(JsonBytes json, LedgerTotals totals, String rows) {
        json.beginObject();
        writeAll(json, totals);
        json.name(rows).beginArray();
    }

    private static void writeAll(JsonBytes json, LedgerTotals totals) {
        writeTerms(json, totals);
        writeRanges(json, totals);
        writeVerdict(json, totals);
    }

    private static void writeRow(JsonBytes json, LedgerRow row) {
        json.beginObject();
        json.name("site").value(row.device().site());
        json.name("device").value(row.device().device());
        json.name("epoch").value(row.epoch());
        writeTerms(json, row.totals());
        json.name("missingRanges").beginArray();
        for (LedgerTotals.MissingRange range : row.totals().missingRanges()) {
            json.beginObject();
            writeBounds(json, range);
            json.endObject();
        }
        json.endArray();
        writeVerdict(json, row.totals());
        json.endObject();
    }

    private static void writeTerms(JsonBytes json, LedgerTotals totals) {
        json.name("appended").value(totals.appended);
        json.name("produced").value(totals.produced);
        json.name("new").value(totals.newMessages);
        json.name("counted").value(totals.counted);
        json.name("late").value(totals.late);
        json.name("lateByTier");
        writeMap(json, totals.lateByTier);
        json.name("duplicates").value(totals.duplicates);
        json.name("conflicts").value(totals.conflicts);
        json.name("rejected");
        writeMap(json, totals.rejected);
        json.name("rejectedWithSeq").value(totals.rejectedWithSeq);
        json.name("undecidable").value(totals.undecidable);
        json.name("inFlight").value(totals.inFlight());
        json.name("missing").value(totals.missing);
    }

    private static void writeRanges(JsonBytes json, LedgerTotals totals) {
        json.name("missingRanges").beginArray();
        for (LedgerTotals.MissingRange range : totals.missingRanges()) {
            json.beginObject();
            json.name("site").value(range.device().site());
            json.name("device").value(range.device().device());
            json.name("epoch").value(range.epoch());
            writeBounds(json, range);
            json.endObject();
        }
        json.endArray();
    }

    private static void writeBounds(JsonBytes json, LedgerTotals.MissingRange range) {
        json.name("from").value(range.from());
        json.name("to").value(range.to());
    }

    private static void writeVerdict(JsonBytes json, LedgerTotals totals) {
        json.name("residue").value(totals.residue());
        json.name("readings").beginObject();
        json.name("counted").value(totals.readingsCounted);
        json.name("late").value(totals.readingsLate);
        json.endObject();
    }

    private static void writeMap(JsonBytes json, Map<String, Long> map) {
        json.beginObject();
        map.forEach((name, number) -> json.name(name).value(number));
        json.endObject();
    }
}
