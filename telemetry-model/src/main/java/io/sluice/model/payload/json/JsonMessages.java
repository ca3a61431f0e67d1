package io.sluice.model.payload.json;

import io.sluice.model.payload.draft.Draft;
import io.sluice.model.payload.draft.MessageReader;
import io.sluice.model.payload.draft.ReadScope;
import io.sluice.model.payload.draft.TopicAddress;
import io.sluice.model.payload.item.JsonSource;
import io.sluice.model.payload.rejection.SeqRef;
import io.sluice.model.payload.shape.ItemMessages;
import java.util.List;

/** JSON: the usual at speed, the unusual with care. Both read alike, which a test holds them to. Thread-safe. */
public final class JsonMessages implements MessageReader {
    private final KnownWords words = new KnownWords();
    private final MessageReader careful = new ItemMessages(new JsonSource());

    @Override
    public List<Draft> read(byte[] payload, ReadScope scope) {
        List<Draft> usual = isUsual(scope.address()) ? JsonScanner.scan(payload, scope, words) : null;
        return usual == null ? careful.read(payload, scope) : usual;
    }

    private static boolean isUsual(TopicAddress address) {
        return address.metric() == null && address.dialect() == TopicAddress.Dialect.SLUICE;
    }

    /** A payload that is refused has cost enough: it is read again only where there may be something to find. */
    @Override
    public List<SeqRef> identities(byte[] payload) {
        return mentionsSeq(payload) ? careful.identities(payload) : List.of();
    }

    private static boolean mentionsSeq(byte[] payload) {
        for (int i = 2; i < payload.length; i++) {
            if (payload[i] == 'q' && payload[i - 1] == 'e' && payload[i - 2] == 's') {
                return true;
            }
        }
        return false;
    }
}
