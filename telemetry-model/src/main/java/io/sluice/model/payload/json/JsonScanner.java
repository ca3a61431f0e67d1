package io.sluice.model.payload.json;

import io.sluice.model.identity.IdAlphabet;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.payload.draft.Draft;
import io.sluice.model.payload.draft.Envelope;
import io.sluice.model.payload.draft.ReadScope;
import io.sluice.model.payload.rejection.RejectionException;
import io.sluice.model.payload.shape.ItemMessages;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the usual JSON by hand: the contract's three shapes in ASCII, without escapes and nulls. Of everything else,
 * and of everything that is to be refused, it says only that it is unusual; the careful reader then decides. One use,
 * one thread.
 */
final class JsonScanner {
    private static final int MAX_INTEGER_DIGITS = 18;

    private final byte[] in;
    private final ReadScope scope;
    private final KnownWords words;
    private final JsonNumber number;
    private final JsonWord word;
    private int at;

    /** Leaves the scan. Made once: it is thrown wherever a device sends an é. */
    private static final class Unusual extends RuntimeException {
        private static final long serialVersionUID = 1;
        static final Unusual IT_IS = new Unusual();

        private Unusual() {
            super("unusual", null, false, false);
        }
    }

    private JsonScanner(byte[] in, ReadScope scope, KnownWords words) {
        this.in = in;
        this.scope = scope;
        this.words = words;
        this.number = new JsonNumber(in);
        this.word = new JsonWord(in);
    }

    /** Null where the payload is not usual. */
    static @Nullable List<Draft> scan(byte[] payload, ReadScope scope, KnownWords words) {
        try {
            return new JsonScanner(payload, scope, words).messages();
        } catch (Unusual | RejectionException e) {
            return null;
        }
    }

    private List<Draft> messages() {
        List<Draft> drafts;
        if (token() == '[') {
            drafts = new ArrayList<>();
            do {
                at++;
                drafts.add(message());
            } while (token() == ',');
            expect(']');
        } else {
            drafts = List.of(message());
        }
        skipBlanks();
        if (at != in.length) {
            throw Unusual.IT_IS;
        }
        return drafts;
    }

    private Draft message() {
        Draft draft = scope.newDraft(words.usualReadings());
        boolean hasValues = false;
        boolean isFlat = false;
        expect('{');
        do {
            String member = name();
            if (!envelope(member, draft)) {
                if (member.equals(ItemMessages.VALUES)) {
                    check(!hasValues);
                    hasValues = true;
                    values(draft);
                } else {
                    isFlat = true;
                    reading(member, draft);
                }
            }
        } while (more());
        check(hasValues != isFlat && draft.hasEpoch() == draft.hasSeq());
        words.had(draft.size());
        return draft;
    }

    private void values(Draft draft) {
        expect('{');
        do {
            reading(name(), draft);
        } while (more());
    }

    /** Over a comma to the next member, or over the end of the object. */
    private boolean more() {
        int c = token();
        check(c == ',' || c == '}');
        at++;
        return c == ',';
    }

    private boolean envelope(String member, Draft draft) {
        switch (member) {
            case Envelope.TS -> {
                check(!draft.hasTs());
                long ts = integer();
                check(scope.isWithin(ts));
                draft.ts(ts);
            }
            case Envelope.EPOCH -> {
                check(!draft.hasEpoch());
                token();
                String epoch = word();
                check(IdAlphabet.isEpoch(epoch));
                draft.epoch(epoch);
            }
            case Envelope.SEQ -> {
                check(!draft.hasSeq());
                long seq = integer();
                check(seq >= 1 && seq <= DeviceMessage.MAX_SEQ);
                draft.seq(seq);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void reading(String metric, Draft draft) {
        int c = token();
        if (c == '"') {
            draft.text(metric, text());
        } else if (c == 't') {
            literal("true");
            draft.flag(metric, true);
        } else if (c == 'f') {
            literal("false");
            draft.flag(metric, false);
        } else {
            int end = number.read(at);
            check(end > 0);
            at = end;
            draft.number(metric, number.value());
        }
    }

    /** A name and its colon. A metric's name must be valid; none of the envelope is not. */
    private String name() {
        check(token() == '"');
        String name = word();
        expect(':');
        return name;
    }

    /** A string that comes again and again, as the same object: no escapes, only what a metric may be called. */
    private String word() {
        check(in[at] == '"');
        check(word.read(at + 1));
        String known = words.of(word);
        if (known == null) {
            throw Unusual.IT_IS;
        }
        at += word.length() + 2;
        return known;
    }

    private String text() {
        int from = ++at;
        while (at < in.length && in[at] >= ' ' && in[at] != '"' && in[at] != '\\') {
            at++;
        }
        check(at < in.length && in[at] == '"');
        at++;
        return new String(in, from, at - 1 - from, StandardCharsets.ISO_8859_1);
    }

    private long integer() {
        int from = token() == '0' ? in.length : at;
        long value = 0;
        while (at < in.length && in[at] >= '0' && in[at] <= '9') {
            value = value * 10 + in[at++] - '0';
        }
        check(at > from && at - from <= MAX_INTEGER_DIGITS && !JsonNumber.goesOn(in, at));
        return value;
    }

    private void literal(String word) {
        for (int i = 0; i < word.length(); i++) {
            check(at < in.length && in[at++] == word.charAt(i));
        }
    }

    private void expect(char c) {
        check(token() == c);
        at++;
    }

    /** The next byte that is not blank, without taking it. */
    private int token() {
        skipBlanks();
        check(at < in.length);
        return in[at];
    }

    private void skipBlanks() {
        while (at < in.length && (in[at] == ' ' || in[at] == '\n' || in[at] == '\r' || in[at] == '\t')) {
            at++;
        }
    }

    private static void check(boolean isUsual) {
        if (!isUsual) {
            throw Unusual.IT_IS;
        }
    }
}
