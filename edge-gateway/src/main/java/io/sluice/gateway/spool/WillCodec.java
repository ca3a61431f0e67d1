package io.sluice.gateway.spool;

import io.sluice.model.identity.DeviceId;
import org.jspecify.annotations.Nullable;

/** A will's bytes, the same in a record and in a checkpoint. */
final class WillCodec {
    private WillCodec() {}

    static void put(RecordOutput out, Will will) {
        DeviceId device = will.device();
        out.putLong(will.id());
        out.putText(will.session());
        out.putText(device == null ? "" : device.site());
        out.putText(device == null ? "" : device.device());
        out.putText(will.topic());
        out.putBytes(will.payload());
        out.putByte(will.qos());
        out.putText(orEmpty(will.contentType()));
        out.putText(orEmpty(will.contentEncoding()));
        out.putVarint(will.delayMillis());
        out.putByte(will.isSaid() ? 1 : 0);
    }

    static Will get(RecordInput in) throws CorruptSpoolException {
        long id = in.getLong();
        String session = in.getText();
        String site = in.getText();
        String device = in.getText();
        return new Will(
                id,
                session,
                site.isEmpty() ? null : DeviceId.of(site, device),
                in.getText(),
                in.getBytes(),
                in.getByte(),
                orNull(in.getText()),
                orNull(in.getText()),
                in.getVarint(),
                in.getByte() != 0);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
