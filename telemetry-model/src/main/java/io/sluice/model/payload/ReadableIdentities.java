package io.sluice.model.payload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.model.identity.IdAlphabet;
import io.sluice.model.message.DeviceMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks through a refused payload for the identities of its messages, so that the ledger can tell refused messages from
 * missing ones. Lenient: whatever stands before the first syntax fault counts.
 */
final class ReadableIdentities {
    private final JsonParser parser;
    private final List<SeqRef> found = new ArrayList<>();

    private ReadableIdentities(JsonParser parser) {
        this.parser = parser;
    }

    static List<SeqRef> in(byte[] payload, JsonFactory lenient) {
        try (JsonParser parser = lenient.createParser(payload)) {
            ReadableIdentities scan = new ReadableIdentities(parser);
            scan.scan();
            return scan.found;
        } catch (IOException e) {
            return List.of(); // not even the parser could be made
        }
    }

    private void scan() {
        try {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_OBJECT) {
                message();
            } else if (first == JsonToken.START_ARRAY) {
                for (JsonToken t = parser.nextToken(); t != null && t != JsonToken.END_ARRAY; t = parser.nextToken()) {
                    element(t);
                }
            }
        } catch (IOException e) {
            // The fault this payload was refused for: what was found before it stands.
        }
    }

    private void element(JsonToken token) throws IOException {
        if (token == JsonToken.START_OBJECT) {
            message();
        } else {
            parser.skipChildren();
        }
    }

    private void message() throws IOException {
        String epoch = null;
        long seq = 0;
        try {
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                if (name.equals(Envelope.EPOCH) && value == JsonToken.VALUE_STRING) {
                    epoch = parser.getText();
                } else if (name.equals(Envelope.SEQ) && Envelope.isLong(parser)) {
                    seq = parser.getLongValue();
                } else {
                    parser.skipChildren();
                }
            }
        } finally {
            keep(epoch, seq);
        }
    }

    private void keep(@Nullable String epoch, long seq) {
        if (epoch != null && IdAlphabet.isEpoch(epoch) && seq >= 1 && seq <= DeviceMessage.MAX_SEQ) {
            found.add(new SeqRef(epoch, seq));
        }
    }
}
