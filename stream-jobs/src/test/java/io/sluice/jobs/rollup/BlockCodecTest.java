package io.sluice.jobs.rollup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.sluice.model.batch.CountedMessage;
import io.sluice.model.batch.DeviceBlock;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.message.Provenance;
import io.sluice.model.message.ReadingKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockCodecTest {
    private final Blocks pump = Blocks.ofPump();

    @Test
    void comesBackEqual() throws IOException {
        DeviceMessage mixed = new DeviceMessage(
                Blocks.PUMP,
                Blocks.EPOCH,
                99,
                -5,
                new Provenance(true, true),
                new String[] {"a", "b", "c"},
                new ReadingKind[] {ReadingKind.NUMBER, ReadingKind.TEXT, ReadingKind.BOOLEAN},
                new double[] {1.5, 0, 1},
                new String[] {null, "über\u0000 und \uD83D\uDE00", null});
        ReadingBlock block = pump.block(List.of(
                pump.message(1, "t", 1.25),
                pump.message(2, "t", -0.0),
                mixed,
                pump.text(3, "mode", "x".repeat(70_000))));
        assertEquals(block, roundTrip(block));
    }

    @Test
    void aBlockMayHaveNoCarryAndNoMessages() throws IOException {
        ReadingBlock block = new ReadingBlock("s", new DeviceBlock(Blocks.PUMP, "e", null, List.of()));
        assertEquals(block, roundTrip(block));
    }

    @Test
    void messagesWithTheSameMetricsShareTheirNames() throws IOException {
        List<CountedMessage> messages = roundTrip(pump.at(1, 2)).block().messages();
        assertSame(
                messages.get(0).message().metric(0), messages.get(1).message().metric(0));
    }

    private static ReadingBlock roundTrip(ReadingBlock block) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BlockCodec.write(block, new DataOutputStream(bytes));
        return BlockCodec.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }
}
