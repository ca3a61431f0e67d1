package io.sluice.model.payload.senml;

import com.fasterxml.jackson.core.JsonToken;
import io.sluice.model.payload.item.ItemFault;
import io.sluice.model.payload.item.ItemValues;
import io.sluice.model.payload.item.Items;
import io.sluice.model.payload.rejection.Fault;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.RejectionException;
import io.sluice.model.payload.rejection.Shown;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One record of a pack as it was sent: checked in itself, not yet resolved. */
final class SenmlRecord {
    /** What RFC 8428 defines; higher ones mean something that we do not know (RFC 9100). */
    private static final long VERSION = 10;

    private final EnumSet<SenmlLabel> sent = EnumSet.noneOf(SenmlLabel.class);
    private final Map<SenmlLabel, String> texts = new EnumMap<>(SenmlLabel.class);
    private final Map<SenmlLabel, Double> numbers = new EnumMap<>(SenmlLabel.class);
    private @Nullable Boolean flag;

    private SenmlRecord() {}

    /** From an opening item to its end. */
    static SenmlRecord read(Items items, int maxDepth, boolean isCbor) {
        SenmlRecord senml = new SenmlRecord();
        while (items.next() != JsonToken.END_OBJECT) {
            String member = items.text();
            SenmlLabel label = SenmlLabel.of(member, isCbor);
            items.next();
            if (label != null) {
                senml.take(label, items, maxDepth);
            } else if (member.endsWith("_")) {
                throw new RejectionException(
                        RejectReason.INVALID_VALUE,
                        "SenML labels that end in _ must be understood, was " + Shown.text(member));
            } else {
                ItemFault.skip(items, maxDepth);
            }
        }
        return senml;
    }

    private void take(SenmlLabel label, Items items, int maxDepth) {
        if (items.current() == JsonToken.VALUE_NULL) {
            return;
        }
        Fault.refuseIf(!sent.add(label), label.label());
        switch (label) {
            case BASE_VERSION -> checkVersion(items, maxDepth);
            case BASE_NAME, NAME, BASE_UNIT, UNIT, STRING_VALUE -> texts.put(label, text(label, items, maxDepth));
            case BOOLEAN_VALUE -> flag = flag(items, maxDepth);
            case DATA_VALUE ->
                throw new RejectionException(
                        RejectReason.INVALID_VALUE, "SenML values must be v, vs or vb, was vd (data)");
            default -> numbers.put(label, number(label, items, maxDepth));
        }
    }

    private static void checkVersion(Items items, int maxDepth) {
        if (!items.isLong() || items.integer() < 1 || items.integer() > VERSION) {
            throw ItemFault.at(
                    items,
                    maxDepth,
                    RejectReason.UNSUPPORTED_FORMAT,
                    "SenML bver must be an integer from 1 to " + VERSION);
        }
    }

    private static String text(SenmlLabel label, Items items, int maxDepth) {
        if (items.current() != JsonToken.VALUE_STRING) {
            throw ItemFault.at(
                    items, maxDepth, RejectReason.INVALID_VALUE, "SenML " + label.label() + " must be a string");
        }
        return items.text();
    }

    private static boolean flag(Items items, int maxDepth) {
        if (!items.current().isBoolean()) {
            throw ItemFault.at(items, maxDepth, RejectReason.INVALID_VALUE, "SenML vb must be a boolean");
        }
        return items.current() == JsonToken.VALUE_TRUE;
    }

    private static double number(SenmlLabel label, Items items, int maxDepth) {
        if (!items.current().isNumeric()) {
            throw ItemFault.at(
                    items, maxDepth, RejectReason.INVALID_VALUE, "SenML " + label.label() + " must be a number");
        }
        return ItemValues.number(items, label.label());
    }

    boolean has(SenmlLabel label) {
        return sent.contains(label);
    }

    /** Whether it is there only for the records after it. */
    boolean isBaseOnly() {
        return !sent.isEmpty() && sent.stream().allMatch(SenmlLabel::isBase);
    }

    /** The record's own, else what the records before it said. */
    String text(SenmlLabel label, String otherwise) {
        return texts.getOrDefault(label, otherwise);
    }

    double number(SenmlLabel label, double otherwise) {
        return numbers.getOrDefault(label, otherwise);
    }

    @Nullable
    Boolean flag() {
        return flag;
    }
}
