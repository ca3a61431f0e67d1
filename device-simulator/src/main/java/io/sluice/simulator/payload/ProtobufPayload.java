package io.sluice.simulator.payload;

import io.sluice.model.payload.proto.PublishedMessage;
import io.sluice.model.payload.proto.PublishedMessages;
import io.sluice.model.payload.proto.PublishedReading;
import java.util.List;

/** Our own Protobuf message, of {@code published_messages.proto}. */
final class ProtobufPayload {
    private ProtobufPayload() {}

    static byte[] write(List<Measurement> measurements) {
        PublishedMessages.Builder payload = PublishedMessages.newBuilder();
        for (Measurement measurement : measurements) {
            PublishedMessage.Builder message = payload.addMessagesBuilder()
                    .setTs(measurement.tsMillis())
                    .setEpoch(measurement.epoch())
                    .setSeq(measurement.seq());
            measurement.readings().forEach(reading -> message.addValues(reading(reading)));
        }
        return payload.build().toByteArray();
    }

    private static PublishedReading reading(Reading reading) {
        PublishedReading.Builder built = PublishedReading.newBuilder().setMetric(reading.metric());
        if (reading.value() instanceof Double number) {
            built.setNumber(number);
        } else if (reading.value() instanceof Boolean flag) {
            built.setBoolean(flag);
        } else {
            built.setText((String) reading.value());
        }
        return built.build();
    }
}
