package io.sluice.model.payload.protobuf;

import io.sluice.model.payload.draft.Draft;
import io.sluice.model.payload.draft.Envelope;
import io.sluice.model.payload.draft.MessageReader;
import io.sluice.model.payload.draft.ReadScope;
import io.sluice.model.payload.rejection.Fault;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.RejectionException;
import io.sluice.model.payload.rejection.SeqRef;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Our own Protobuf message, of {@code published_messages.proto}. Stateless. */
public final class ProtobufMessages implements MessageReader {
    private static final int MESSAGES = 1;
    private static final int TS = 1;
    private static final int EPOCH = 2;
    private static final int SEQ = 3;
    private static final int VALUES = 4;

    @Override
    public List<Draft> read(byte[] payload, ReadScope scope) {
        ProtoFields fields = new ProtoFields(payload);
        List<Draft> drafts = new ArrayList<>();
        while (fields.next()) {
            if (fields.number() == MESSAGES) {
                fields.nested(() -> drafts.add(message(fields, scope)));
            } else {
                fields.skip();
            }
        }
        if (drafts.isEmpty()) {
            throw new RejectionException(RejectReason.NO_VALUES, "payload must hold a message, held none");
        }
        return drafts;
    }

    private static Draft message(ProtoFields fields, ReadScope scope) {
        Draft draft = scope.newDraft();
        while (fields.next()) {
            switch (fields.number()) {
                case TS -> {
                    Fault.refuseIf(draft.hasTs(), Envelope.TS);
                    long ts = fields.integer();
                    draft.ts(scope.checkedTs(ts, Long.toString(ts)));
                }
                case EPOCH -> {
                    Fault.refuseIf(draft.hasEpoch(), Envelope.EPOCH);
                    draft.epoch(Envelope.checkedEpoch(fields.text()));
                }
                case SEQ -> {
                    Fault.refuseIf(draft.hasSeq(), Envelope.SEQ);
                    draft.seq(Envelope.checkedSeq(fields.integer()));
                }
                case VALUES -> fields.nested(() -> ProtobufReading.read(fields).addTo(draft));
                default -> fields.skip();
            }
        }
        Envelope.checkIdentity(draft);
        draft.requireReading();
        return draft;
    }

    @Override
    public List<SeqRef> identities(byte[] payload) {
        List<SeqRef> found = new ArrayList<>();
        ProtoFields fields = new ProtoFields(payload);
        try {
            while (fields.next()) {
                if (fields.number() == MESSAGES) {
                    fields.nested(() -> identity(fields, found));
                } else {
                    fields.skip();
                }
            }
        } catch (RejectionException e) {
            // The fault this payload was refused for: what was found before it stands.
        }
        return found;
    }

    private static void identity(ProtoFields fields, List<SeqRef> found) {
        String epoch = null;
        long seq = 0;
        try {
            while (fields.next()) {
                switch (fields.number()) {
                    case EPOCH -> epoch = fields.text();
                    case SEQ -> seq = fields.integer();
                    default -> fields.skip();
                }
            }
        } finally {
            keep(epoch, seq, found);
        }
    }

    private static void keep(@Nullable String epoch, long seq, List<SeqRef> found) {
        SeqRef ref = SeqRef.ifValid(epoch, seq);
        if (ref != null) {
            found.add(ref);
        }
    }
}
