package io.sluice.simulator.payload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/** The contract's JSON as MessagePack. */
final class MsgPackPayload {
    private MsgPackPayload() {}

    static byte[] write(List<Measurement> measurements) {
        try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
            if (measurements.size() > 1) {
                packer.packArrayHeader(measurements.size());
            }
            for (Measurement measurement : measurements) {
                message(packer, measurement);
            }
            return packer.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory do not fail", e);
        }
    }

    private static void message(MessageBufferPacker packer, Measurement measurement) throws IOException {
        packer.packMapHeader(4);
        packer.packString("ts").packLong(measurement.tsMillis());
        packer.packString("epoch").packString(measurement.epoch());
        packer.packString("seq").packLong(measurement.seq());
        packer.packString("values").packMapHeader(measurement.readings().size());
        for (Reading reading : measurement.readings()) {
            packer.packString(reading.metric());
            if (reading.value() instanceof Double number) {
                packer.packDouble(number);
            } else if (reading.value() instanceof Boolean flag) {
                packer.packBoolean(flag);
            } else {
                packer.packString((String) reading.value());
            }
        }
    }
}
