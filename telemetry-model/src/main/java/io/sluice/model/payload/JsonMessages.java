package io.sluice.model.payload;

import java.util.List;

/** JSON: the usual at speed, the unusual with care. Both read alike, which a test holds them to. Thread-safe. */
final class JsonMessages implements MessageReader {
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

    @Override
    public List<SeqRef> identities(byte[] payload) {
        return careful.identities(payload);
    }
}
