package io.sluice.model.batch;

import com.google.protobuf.ByteString;
import io.sluice.model.batch.proto.RejectedRecord;
import io.sluice.model.batch.proto.SeqRefRecord;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.SeqRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refused publishes, which stay rows: there are few, and their payloads are foreign. */
final class RejectedRecords {
    private RejectedRecords() {}

    static RejectedRecord write(RejectedMessage rejected) {
        RejectedRecord.Builder out = RejectedRecord.newBuilder()
                .setCounter(rejected.counter())
                .setReason(rejected.reason().label())
                .setDetail(rejected.detail())
                .setTopic(rejected.topic())
                .setPayload(ByteString.copyFrom(rejected.payload()))
                .setAtMillis(rejected.atMillis());
        DeviceId device = rejected.device();
        if (device != null) {
            out.setSite(device.site()).setDevice(device.device());
        }
        for (SeqRef ref : rejected.readable()) {
            out.addReadable(SeqRefRecord.newBuilder().setEpoch(ref.epoch()).setSeq(ref.seq()));
        }
        return out.build();
    }

    static RejectedMessage read(RejectedRecord in) {
        List<SeqRef> readable = new ArrayList<>(in.getReadableCount());
        for (SeqRefRecord ref : in.getReadableList()) {
            Checks.epoch(ref.getEpoch());
            Checks.seq(ref.getSeq());
            readable.add(new SeqRef(ref.getEpoch(), ref.getSeq()));
        }
        return new RejectedMessage(
                Checks.counter(in.getCounter()),
                reason(in.getReason()),
                in.getDetail(),
                device(in),
                readable,
                in.getTopic(),
                in.getPayload().toByteArray(),
                in.getAtMillis());
    }

    private static @Nullable DeviceId device(RejectedRecord in) {
        return in.getSite().isEmpty() && in.getDevice().isEmpty() ? null : Checks.device(in.getSite(), in.getDevice());
    }

    /** One that a later build has given is no reason to lose what else is in the batch. */
    private static RejectReason reason(String label) {
        return Arrays.stream(RejectReason.values())
                .filter(reason -> reason.label().equals(label))
                .findFirst()
                .orElse(RejectReason.NOT_PARSABLE);
    }
}
