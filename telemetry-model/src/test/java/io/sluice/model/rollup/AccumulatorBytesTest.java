package io.sluice.model.rollup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccumulatorBytesTest {
    @ParameterizedTest(name = "{0} readings")
    @ValueSource(ints = {0, 1, 2, 8, 9, 400})
    void comesBackEqualAndGoesOnAlike(int readings) throws IOException {
        Random random = new Random(readings);
        RollupAccumulator content = new RollupAccumulator();
        for (int i = 0; i < readings; i++) {
            content.add(random.nextGaussian() * 100, 1_732_412_345_000L + i, i + 1, random.nextLong());
        }
        RollupAccumulator back = read(bytes(content));
        assertEquals(content, back);
        content.add(-7, 5, 1, 3);
        back.add(-7, 5, 1, 3);
        assertEquals(content, back);
    }

    @Test
    void holdsHugeSums() throws IOException {
        RollupAccumulator content = new RollupAccumulator();
        content.add(1e308, 1, 1, 1);
        content.add(1e308, 2, 2, 2);
        assertEquals(content, read(bytes(content)));
    }

    @Test
    void aSingleReadingTakesAboutThirtyBytes() throws IOException {
        RollupAccumulator content = new RollupAccumulator();
        content.add(21.4, 1_732_412_345_000L, 86_400, 0x9e3779b97f4a7c15L);
        assertTrue(bytes(content).length <= 30, "was " + bytes(content).length);
    }

    @Test
    void refusesAnEndlessNumber() {
        byte[] endless = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
        Exception thrown = assertThrows(IOException.class, () -> read(endless));
        assertEquals("varint must end within 10 bytes, did not", thrown.getMessage());
    }

    private static byte[] bytes(RollupAccumulator content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        AccumulatorBytes.write(content, new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static RollupAccumulator read(byte[] bytes) throws IOException {
        return AccumulatorBytes.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    }
}
