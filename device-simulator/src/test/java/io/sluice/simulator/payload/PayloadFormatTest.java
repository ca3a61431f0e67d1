package io.sluice.simulator.payload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.sluice.model.message.DeviceMessage;
import io.sluice.model.payload.Decoded;
import io.sluice.model.payload.PayloadDecoder;
import io.sluice.model.payload.draft.IdentityStamper;
import io.sluice.model.payload.draft.PayloadLimits;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written is what the gateway reads. */
class PayloadFormatTest {
    private static final long TS = 1_732_412_345_678L;

    static Stream<Arguments> compressed() {
        return Arrays.stream(PayloadFormat.values())
                .filter(format -> format != PayloadFormat.SPARKPLUG) // has topics of its own, and needs births
                .flatMap(format -> Arrays.stream(Compression.values()).map(how -> Arguments.of(format, how)));
    }

    @ParameterizedTest(name = "{0} compressed by {1}")
    @MethodSource("compressed")
    void a_batch_is_read_as_it_was_written(PayloadFormat format, Compression compression) {
        for (int size = 1; size <= 3; size += 2) {
            AtomicLong stamped = new AtomicLong();
            PayloadDecoder decoder = new PayloadDecoder(
                    PayloadLimits.defaults(),
                    device -> new IdentityStamper.Identity("gateway", stamped.incrementAndGet()));
            byte[] payload = compression.compressed(format.write(measurements(size)));
            List<DeviceMessage> read = assertInstanceOf(
                            Decoded.Messages.class,
                            decoder.decode(
                                    "telemetry/s/d", format.contentType(), compression.contentEncoding(), payload, TS))
                    .messages();

            assertEquals(size, read.size());
            assertEquals(format.carriesIdentity() ? 0 : size, stamped.get());
            assertEquals(size, read.get(size - 1).seq());
            assertEquals(TS + size, read.get(size - 1).tsMillis());
            assertEquals(3, read.get(0).size());
        }
    }

    private static List<Measurement> measurements(int size) {
        return IntStream.rangeClosed(1, size)
                .mapToObj(i -> new Measurement(
                        TS + i,
                        "e",
                        i,
                        List.of(new Reading("level", 21.5), new Reading("on", true), new Reading("mode", "idle"))))
                .toList();
    }
}
